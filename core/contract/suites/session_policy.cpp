#include <cocotalk/testing/session_policy_contract.hpp>

#include "core/contract/subject.hpp"

COCO_SUITE(Policy, SessionPolicyContract, coco_session_policy, COCO_SESSION_POLICY)
