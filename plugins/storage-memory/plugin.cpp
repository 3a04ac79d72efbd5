#include "storage-memory/storage_memory.hpp"

COCO_EXPORT(cocotalk::storage_memory::StorageMemory)
