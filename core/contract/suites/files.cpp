#include <cocotalk/testing/files_contract.hpp>

#include "core/contract/subject.hpp"

COCO_SUITE(Files, FilesContract, coco_files, COCO_FILES)
