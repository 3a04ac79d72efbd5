#include <cocotalk/testing/mail_contract.hpp>

#include "core/contract/subject.hpp"

COCO_SUITE(Mail, MailContract, coco_mail, COCO_MAIL)
