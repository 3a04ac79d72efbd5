#include <cocotalk/testing/auth_contract.hpp>

#include "core/contract/subject.hpp"

COCO_SUITE(Auth, AuthContract, coco_auth, COCO_AUTH)
