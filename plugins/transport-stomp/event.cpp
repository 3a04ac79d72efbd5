#include "transport-stomp/event.hpp"

namespace cocotalk::stomp {

template <class F>
void Event::for_each_view(F&& f) {
  for (coco_view* const view :
       {&event_.kind, &event_.content_type, &event_.body, &event_.message_id, &event_.state_key, &event_.except_session})
    f(*view);
  for (coco_view& topic : topics_) f(topic);
  for (coco_header& header : headers_) {
    f(header.name);
    f(header.value);
  }
}

Event::Event(const coco_event& original, std::string_view made_up_id)
    : event_(original),
      topics_(original.topics, original.topics + original.n_topics),
      headers_(original.headers, original.headers + original.n_headers),
      except_(parse_session(coco::text(original.except_session))) {
  if (event_.message_id.size == 0) event_.message_id = coco::view(made_up_id);
  std::size_t size = 0;
  for_each_view([&size](const coco_view& view) { size += view.size; });
  bytes_.reserve(size);  // so that the views into it stay valid
  for_each_view([this](coco_view& view) {
    const std::size_t at = bytes_.size();
    bytes_ += coco::text(view);
    view.data = bytes_.data() + at;
  });
  event_.topics = topics_.data();
  event_.headers = headers_.data();
}

}  // namespace cocotalk::stomp
