#include <cocotalk/testing/net_contract.hpp>

#include "core/contract/subject.hpp"

COCO_SUITE(Net, NetContract, coco_net, COCO_NET)
