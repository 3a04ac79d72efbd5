#include <cocotalk/testing/fake_push.hpp>
#include <cocotalk/testing/push_contract.hpp>

COCO_PUSH_CONTRACT(Fake, provider_of_fake<coco_push, FakePush>)
