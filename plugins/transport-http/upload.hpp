#pragma once

#include "transport-http/call.hpp"
#include "transport-http/intake.hpp"
#include "transport-http/multipart.hpp"
#include "transport-http/upload_form.hpp"
#include "transport-http/upload_gate.hpp"
#include "transport-http/upload_kind.hpp"

#include <cocotalk/http.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace cocotalk::http {

// A form with a file, on its way into the store and through its command: admitted, received, given a thumbnail, claimed. Lives on
// its lane; holds itself while something is under way. The client waits for the store: no more of a body is in memory than what
// the lane had already read. A refused form is read to its end before it is answered, because a client that is still sending
// would not read the answer.
class Upload : public std::enable_shared_from_this<Upload> {
 public:
  // [lane] Takes the call over and answers it in any case.
  static void begin(Server& server, std::shared_ptr<Call> call, const Route& route, const coco_http_request& request);
  ~Upload();

  // [any] The host is stopping: if the body is still on its way, the client is asked to come back.
  void cancel();

 private:
  Upload(Server& server, std::shared_ptr<Call> call, const UploadKind& kind, UploadGate& gate, std::string place);
  bool prepare(std::string_view boundary);
  void receive(std::uint64_t deadline_ms);
  void ask_admission(std::int64_t content_length);

  void pause();
  void on_data(std::string_view bytes);
  void on_end();
  bool is_refused() const;
  // The form was closed, and nothing is wrong with it.
  bool is_whole() const { return parser_->is_complete(); }
  // There is a file, and it is to be kept.
  bool counts() const;
  void go_on();
  bool wants_thumbnail() const;
  void make_thumbnail();
  // False when there is nothing to refuse.
  bool answer_refusal();
  void claim();
  std::string input() const;
  // The end: nothing more is heard or said.
  std::shared_ptr<Upload> let_go() { return std::exchange(self_, nullptr); }

  Server& server_;
  const std::shared_ptr<Call> call_;
  const UploadKind& kind_;
  UploadGate& gate_;
  const std::string place_;
  const std::string stem_;
  std::string query_text_;  // the kind's required text, from the query; empty: not there
  Outcome admission_;       // refused: the body is read for nothing
  std::shared_ptr<Upload> self_;
  std::shared_ptr<Intake> intake_;
  std::unique_ptr<UploadForm> form_;
  std::unique_ptr<MultipartParser> parser_;
  std::uint64_t made_bytes_ = 0;  // of a thumbnail made here
  bool is_admitted_ = true;       // or refused: it has been decided
  bool has_ended_ = false, is_paused_ = false, is_shrinking_ = false, has_shrunk_ = false;
};

}  // namespace cocotalk::http
