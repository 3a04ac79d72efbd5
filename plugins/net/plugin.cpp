// The library's one symbol.
#include "net/service.hpp"

COCO_EXPORT(cocotalk::net::Service)
