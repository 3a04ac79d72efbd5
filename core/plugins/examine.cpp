#include "core/plugins/examine.hpp"

#include "core/plugins/seal.hpp"

#include <cocotalk/abi.h>

namespace cocotalk::plugins {
namespace {

using Names = std::vector<std::string_view>;

// "a, b, c and 4 more". Names of templates have no end.
std::string some_of(const Names& names) {
  constexpr std::size_t most = 3, longest = 40;
  std::string out;
  for (std::size_t i = 0; i < names.size() && i < most; ++i)
    out += (i == 0 ? "" : ", ") + std::string(names[i].substr(0, longest)) + (names[i].size() > longest ? "…" : "");
  return names.size() > most ? out + " and " + std::to_string(names.size() - most) + " more" : out;
}

void examine_symbols(const ElfLibrary& library, Findings& out) {
  Names unique, exported, called;
  bool has_thread_destructors = false;
  for (const ElfSymbol& symbol : library.symbols) {
    if (symbol.is_defined && symbol.binding == STB_GNU_UNIQUE) unique.push_back(symbol.name);
    if (symbol.is_exported() && symbol.name != COCO_PLUGIN_SYMBOL) exported.push_back(symbol.name);
    if (symbol.is_defined && symbol.type == STT_GNU_IFUNC) called.push_back(symbol.name);
    if (symbol.name == "__cxa_thread_atexit") has_thread_destructors = true;
  }
  if (!unique.empty())
    out.push_back(
        {Weight::defect, "unique-symbols",
         "has unique symbols (" + some_of(unique) +
             "), which keep it in memory for ever, so that replacing it runs the old code; rebuild it with -fno-gnu-unique"});
  if (!exported.empty())
    out.push_back({Weight::remark, "exported-names",
                   "exports more than '" COCO_PLUGIN_SYMBOL "' (" + some_of(exported) +
                       "); build it with cocotalk_add_plugin(), or link it with the SDK's plugin.map"});
  if (!called.empty())
    out.push_back({Weight::remark, "indirect-functions",
                   "has functions that are chosen by code when it is loaded (" + some_of(called) + "); choose them in create()"});
  if (has_thread_destructors)
    out.push_back(
        {Weight::remark, "thread-local",
         "has thread_local objects with destructors, which keep it in memory while a thread that used them lives; keep such "
         "objects in your own threads"});
}

void examine_flags(const ElfLibrary& library, Findings& out) {
  const ElfDynamic& dynamic = library.dynamic;
  if (dynamic.value(DT_TEXTREL) || dynamic.has_flag(DT_FLAGS, DF_TEXTREL))
    out.push_back({Weight::defect, "text-relocations", "has relocations in its code; compile all of it with -fPIC"});
  const Elf64_Phdr* stack = library.image.segment(PT_GNU_STACK);
  if (stack == nullptr || (stack->p_flags & PF_X) != 0)
    out.push_back({Weight::refusal, "executable-stack",
                   "wants an executable stack, and would make those of the whole host executable; link it with -z noexecstack"});
  if (dynamic.has_flag(DT_FLAGS_1, DF_1_NODELETE))
    out.push_back({Weight::defect, "stays-loaded", "is marked never to be unloaded; link it without -z nodelete"});
  if (dynamic.has_flag(DT_FLAGS_1, DF_1_PIE))
    out.push_back({Weight::refusal, "program", "is a program and no shared library; name the .so file of a plugin"});
  if (dynamic.has_flag(DT_FLAGS, DF_STATIC_TLS))
    out.push_back({Weight::remark, "static-thread-local",
                   "takes of the little room for thread-local data that is left in a running process; compile it without "
                   "-ftls-model=initial-exec"});
}

// Every compiler adds one function of its own to the list, and an _init without content.
void examine_initialisers(const ElfLibrary& library, Findings& out) {
  const std::size_t n =
      library.pointers
          .functions(library.image, library.dynamic.value(DT_INIT_ARRAY), library.dynamic.value(DT_INIT_ARRAYSZ).value_or(0))
          .size();
  if (n > 1)
    out.push_back(
        {Weight::remark, "initialisers",
         "runs " + std::to_string(n - 1) + (n == 2 ? " initialiser" : " initialisers") +
             " of static objects when it is loaded, before create() can say no; make them constexpr or members of the plugin"});
}

void examine_seal(const ElfLibrary& library, Findings& out) {
  switch (seal_of(library.image)) {
    case Seal::intact: return;
    case Seal::none:
      out.push_back(
          {Weight::remark, "seal",
           "has no seal, so damage within its code cannot be seen; build it with cocotalk_add_plugin(), or run 'cocotalk plugin "
           "seal'"});
      return;
    case Seal::broken:
      out.push_back({Weight::refusal, "seal",
                     "is damaged: what it holds is not what was sealed when it was built; copy or build it again"});
  }
}

}  // namespace

Findings examine(const ElfLibrary& library) {
  Findings out;
  examine_seal(library, out);
  examine_flags(library, out);
  examine_symbols(library, out);
  examine_initialisers(library, out);
  return out;
}

}  // namespace cocotalk::plugins
