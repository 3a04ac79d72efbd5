#include "transport-stomp/event.hpp"

namespace cocotalk::stomp {

Event::Event(const coco_event& original, std::string_view made_up_id)
    : event_(original), topics_(original.topics, original.topics + original.n_topics) {
  if (event_.message_id.size == 0) event_.message_id = coco::view(made_up_id);
  std::vector<coco_view*> views = {&event_.kind,       &event_.content_type, &event_.body,
                                   &event_.message_id, &event_.state_key,    &event_.except_session};
  for (coco_view& topic : topics_) views.push_back(&topic);

  std::size_t size = 0;
  for (const coco_view* v : views) size += v->size;
  bytes_.reserve(size);  // so that the views into it stay valid
  for (coco_view* v : views) {
    const std::size_t at = bytes_.size();
    bytes_ += coco::text(*v);
    v->data = bytes_.data() + at;
  }
  event_.topics = topics_.data();
}

}  // namespace cocotalk::stomp
