#include "core/plugins/written_descriptor.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>

namespace cocotalk::plugins {
namespace {

constexpr std::string_view what = "descriptor";
constexpr std::size_t most_texts = 10'000, longest_text = 4096;
constexpr std::uint32_t most_settings = 1000, largest_spec = 4096;
static_assert(sizeof(coco_setting_spec) == offsetof(coco_setting_spec, help) + sizeof(coco_setting_spec::help),
              "describe() refuses smaller ones, so none of them is read here");

// In the place of the plugin's functions, which are only known to be there.
template <class Result, class... Arguments>
auto stand_in(Result (*)(Arguments...)) {
  return +[](Arguments...) -> Result { return Result(); };
}

template <class Function>
void note_function(const ElfLibrary& library, std::uint64_t pointer_at, Function& function) {
  const auto target = library.pointers.at(pointer_at);
  if (!target && !library.pointers.is_imported(pointer_at)) return;
  if (target && !library.image.is_loaded(*target, 1, PF_X)) throw_damage(what);
  function = stand_in(Function{});
}

}  // namespace

WrittenDescriptor::WrittenDescriptor(const ElfLibrary& library) : library_(library) {
  const ElfSymbol* symbol = library.exported(COCO_PLUGIN_SYMBOL);
  if (symbol == nullptr)
    throw ElfDamage("has no symbol '" COCO_PLUGIN_SYMBOL "'; export the plugin with COCO_EXPORT and rebuild it");
  const auto described = describe(read_plugin(symbol->address, symbol->size));
  if (const auto* bad = std::get_if<BadDescriptor>(&described)) throw ElfDamage(bad->why);
  description_ = std::get<Description>(described);
}

// The fixed part first: pointers are looked up only when magic and ABI say that it is a descriptor. What is newer than this host
// is left out.
coco_plugin WrittenDescriptor::read_plugin(std::uint64_t address, std::uint64_t size) {
  coco_plugin out{};
  constexpr std::size_t fixed = offsetof(coco_plugin, id);
  if (!library_.image.is_loaded(address, fixed, PF_R)) throw_damage(what);
  try {
    std::memcpy(&out, library_.image.bytes_at(address, fixed, what).data(), fixed);
  } catch (const ElfDamage&) {
    throw ElfDamage("its symbol '" COCO_PLUGIN_SYMBOL
                    "' is filled in by code that runs when it is loaded; make it constant and rebuild it");
  }
  if (out.magic != COCO_MAGIC || out.abi_major != COCO_ABI_MAJOR || out.size < offsetof(coco_plugin, retire)) return out;
  if (size != 0 && size < offsetof(coco_plugin, retire)) throw_damage(what);
  library_.image.bytes_at(address, std::min<std::size_t>(out.size, sizeof out), what);
  const auto at = [address](std::size_t offset) { return address + offset; };
  out.id = read_text(at(offsetof(coco_plugin, id)));
  out.version = read_text(at(offsetof(coco_plugin, version)));
  out.built_with = read_text(at(offsetof(coco_plugin, built_with)));
  out.provides = read_texts(at(offsetof(coco_plugin, provides)));
  out.needs = read_texts(at(offsetof(coco_plugin, needs)));
  note_function(library_, at(offsetof(coco_plugin, create)), out.create);
  note_function(library_, at(offsetof(coco_plugin, start)), out.start);
  note_function(library_, at(offsetof(coco_plugin, stop)), out.stop);
  note_function(library_, at(offsetof(coco_plugin, destroy)), out.destroy);
  note_function(library_, at(offsetof(coco_plugin, interface_of)), out.interface_of);
  read_settings(out, at(offsetof(coco_plugin, settings)));
  return out;
}

const char* WrittenDescriptor::read_text(std::uint64_t pointer_at) {
  const auto target = library_.pointers.at(pointer_at);
  if (!target) return nullptr;
  const std::string_view text = library_.image.text_at(*target, what);
  if (text.size() > longest_text || texts_.size() >= most_texts) throw_damage(what);
  return texts_.emplace_back(text).c_str();
}

const char* const* WrittenDescriptor::read_texts(std::uint64_t pointer_at) {
  const auto list = library_.pointers.at(pointer_at);
  if (!list) return nullptr;
  std::vector<const char*>& out = text_lists_.emplace_back();
  for (std::uint64_t at = *list;; at += sizeof(char*)) {
    library_.image.bytes_at(at, sizeof(char*), what);
    out.push_back(read_text(at));
    if (out.back() == nullptr) return out.data();
  }
}

void WrittenDescriptor::read_settings(coco_plugin& plugin, std::uint64_t pointer_at) {
  const auto list = library_.pointers.at(pointer_at);
  if (!list || plugin.n_settings == 0) return;
  const auto stride = library_.image.value_at<std::uint32_t>(*list, what);
  if (plugin.n_settings > most_settings || stride > largest_spec) throw_damage(what);
  const std::string_view bytes = library_.image.bytes_at(*list, std::uint64_t{stride} * plugin.n_settings, what);
  // Specs of any size are read as describe() reads them: only what this host knows of each.
  settings_.assign(bytes.begin(), bytes.end());
  settings_.resize(settings_.size() + sizeof(coco_setting_spec));
  constexpr std::size_t known = sizeof(coco_setting_spec);
  for (std::uint32_t i = 0; i < plugin.n_settings && stride >= known; ++i) {
    coco_setting_spec spec;
    const std::uint64_t at = *list + std::uint64_t{i} * stride;
    std::memcpy(&spec, settings_.data() + std::size_t{i} * stride, sizeof spec);
    spec.name = read_text(at + offsetof(coco_setting_spec, name));
    spec.default_value = read_text(at + offsetof(coco_setting_spec, default_value));
    spec.choices = read_texts(at + offsetof(coco_setting_spec, choices));
    spec.help = read_text(at + offsetof(coco_setting_spec, help));
    std::memcpy(settings_.data() + std::size_t{i} * stride, &spec, sizeof spec);
  }
  plugin.settings = reinterpret_cast<const coco_setting_spec*>(settings_.data());
}

}  // namespace cocotalk::plugins
