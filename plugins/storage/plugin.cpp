#include "storage/storage.hpp"

COCO_EXPORT(cocotalk::storage::Storage)
