// Owning copies of what the storage's callers lend for a call, for as long as the call is held back.
#pragma once

#include <cocotalk/storage.h>

#include <deque>
#include <string>
#include <vector>

namespace cocotalk::host {

// Where borrowed bytes are copied to; its addresses stay.
class Kept {
 public:
  coco_view view(coco_view from);
  const char* text(const char* from);  // NULL stays NULL
  const char* const* texts(const char* const* from, std::uint64_t n);
  const char* const* texts_until_null(const char* const* from);
  coco_value value(const coco_value& from);
  const coco_value* values(const coco_value* from, std::uint64_t n);

 private:
  std::deque<std::string> bytes_;
  std::deque<std::vector<const char*>> lists_;
  std::deque<std::vector<coco_value>> values_;
};

class KeptTransaction {
 public:
  explicit KeptTransaction(const coco_transaction& from);
  const coco_transaction& raw() const { return raw_; }

 private:
  Kept kept_;
  std::vector<coco_op> ops_;
  coco_transaction raw_;
};

class KeptRanges {
 public:
  KeptRanges(const coco_range* from, std::uint64_t n);
  const std::vector<coco_range>& raw() const { return ranges_; }

 private:
  Kept kept_;
  std::vector<coco_range> ranges_;
};

class KeptSchema {
 public:
  explicit KeptSchema(const coco_schema& from);
  KeptSchema(const KeptSchema&) = delete;
  KeptSchema& operator=(const KeptSchema&) = delete;
  const coco_schema& raw() const { return raw_; }

 private:
  Kept kept_;
  std::deque<std::vector<coco_column>> columns_;
  std::deque<std::vector<coco_index>> indexes_;
  std::vector<coco_table> tables_;
  coco_schema raw_;
};

}  // namespace cocotalk::host
