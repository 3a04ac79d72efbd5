#include <cocotalk/testing/fake_mail.hpp>
#include <cocotalk/testing/mail_contract.hpp>

COCO_MAIL_CONTRACT(Fake, provider_of_fake<coco_mail, FakeMail>)
