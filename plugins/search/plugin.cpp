#include "search/service.hpp"

COCO_EXPORT(cocotalk::search::Service)
