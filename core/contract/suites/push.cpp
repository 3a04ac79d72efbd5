#include <cocotalk/testing/push_contract.hpp>

#include "core/contract/subject.hpp"

COCO_SUITE(Push, PushContract, coco_push, COCO_PUSH)
