#include "transport-stomp/transport.hpp"

COCO_EXPORT(cocotalk::stomp::Transport)
