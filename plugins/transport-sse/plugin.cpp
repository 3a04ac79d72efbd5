#include "transport-sse/transport.hpp"

COCO_EXPORT(cocotalk::sse::Transport)
