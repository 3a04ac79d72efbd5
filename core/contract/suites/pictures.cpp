#include <cocotalk/testing/pictures_contract.hpp>

#include "core/contract/subject.hpp"

COCO_SUITE(Pictures, PicturesContract, coco_pictures, COCO_PICTURES)
