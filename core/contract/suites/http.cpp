#include <cocotalk/testing/http_contract.hpp>

#include "core/contract/subject.hpp"

COCO_SUITE(Http, HttpContract, coco_http, COCO_HTTP)
