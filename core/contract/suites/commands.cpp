#include <cocotalk/testing/commands_contract.hpp>

#include "core/contract/subject.hpp"

COCO_COMMANDS_CONTRACT(Commands,
                       [] { return commands_of(::cocotalk::contract::subject(), ::cocotalk::contract::subject_settings()); })
