#include <cocotalk/testing/transport_contract.hpp>

#include "core/contract/subject.hpp"

COCO_TRANSPORT_CONTRACT(Transport, [] {
  return TransportCase{::cocotalk::contract::subject(), ::cocotalk::contract::subject_settings(),
                       ::cocotalk::contract::drivers()};
})
