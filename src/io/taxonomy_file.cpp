#include <capnet/io/taxonomy_file.hpp>

#include <algorithm>
#include <fstream>
#include <system_error>
#include <tuple>
#include <utility>

#include <capnet/core/text.hpp>

#include "io/encoding.hpp"
#include "io/taxonomy_draft.hpp"
#include "io/text_file.hpp"

namespace capnet {
namespace {

using detail::taxonomy_draft;
using detail::taxonomy_table;

constexpr std::string_view expected =
    "DigComp 3.0's JSON-LD or tables, O*NET's, ESCO's, or a table with the columns id and name";

std::vector<taxonomy_table> known_tables() {
  std::vector<taxonomy_table> all;
  for (auto* const of : {detail::digcomp_tables, detail::onet_tables, detail::esco_tables, detail::plain_tables})
    std::ranges::move(of(), std::back_inserter(all));
  return all;
}

/// A file that belongs to a taxonomy.
struct found_file {
  std::filesystem::path path{};
  std::string_view format{};
  std::size_t order = 0;                  ///< of reading
  const taxonomy_table* table = nullptr;  ///< nullptr: JSON-LD
};

/// The first bytes of a regular file, whole lines of them, or nothing.
std::string beginning(const std::filesystem::path& file) {
  std::error_code fault;
  if (!std::filesystem::is_regular_file(file, fault)) return {};
  std::string text(std::size_t{1} << 16, '\0');
  std::ifstream in{file, std::ios::binary};
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(std::max<std::streamsize>(in.gcount(), 0)));
  const std::size_t end = text.find_last_of("\r\n");
  if (text.size() == std::size_t{1} << 16 && end != std::string::npos) text.resize(end);
  return text;
}

/// The lines of a table before the first bytes that are no text. What a table is, its header says; what is wrong behind
/// that is told with its place once the table is read.
std::string readable_lines(const std::string& head, const std::string& encoding) {
  detail::decoded read{head, true};
  if (!encoding.empty()) read = detail::decode(head, encoding, 4 * head.size());
  const std::size_t bad = std::min(find_invalid_utf8(read.text), read.text.find('\0'));
  if (read.whole && bad == std::string_view::npos) return std::move(read.text);
  read.text.resize(std::min(bad, read.text.size()));
  const std::size_t end = read.text.find_last_of("\r\n");
  read.text.resize(end == std::string::npos ? 0 : end);
  return std::move(read.text);
}

bool is_json(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && (text[first] == '{' || text[first] == '[');
}

/// The language of `skills_fr.csv`; nothing without one.
std::string language_of(const std::filesystem::path& file) {
  const std::string name = file.stem().string();
  const std::size_t mark = name.rfind('_');
  if (mark == std::string::npos) return {};
  const std::string tag = name.substr(mark + 1);
  const auto letters = [](std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
  };
  const std::size_t main = std::min(tag.find('-'), tag.size());
  const bool is =
      (main == 2 || main == 3) && letters(tag.substr(0, main)) && (main == tag.size() || letters(tag.substr(main + 1)));
  return is && tag[0] >= 'a' ? tag : std::string{};
}

class taxonomy_reader {
 public:
  explicit taxonomy_reader(const taxonomy_file_options& options)
      : options_{options}, draft_{options.limits, problems_} {
    constexpr std::string_view formats[]{"digcomp", "onet", "esco", "plain"};
    if (!options.format.empty() && std::ranges::find(formats, options.format) == std::end(formats))
      throw input_error{quote(options.format) + " is no format of taxonomies; expected " + join_names(formats, " or ") +
                        did_you_mean(options.format, formats)};
  }

  taxonomy_contents read(const std::filesystem::path& place) {
    std::error_code fault;
    const std::vector<found_file> files =
        std::filesystem::is_directory(place, fault) ? files_of(place) : file_alone(place);
    expect_no_problems();
    taxonomy_contents all{.format = std::string{files.front().format}};
    for (const found_file& one : files) {
      read_file(one);
      all.files.push_back(one.path.filename().string());
    }
    std::ranges::sort(all.files);
    if (all.format == "digcomp") detail::finish_digcomp(draft_);
    if (draft_.entries().empty() && problems_.empty())
      problems_.add({place.string(), 0, 0, "has no skill; expected at least one"});
    all.skills = taxonomy::from_entries(std::move(draft_.entries()), problems_);
    expect_no_problems();
    all.skills.set_levels(std::move(draft_.levels()));
    all.occupations = std::move(draft_.occupations());
    all.occupations.sort();
    all.warnings = draft_.warnings();
    return all;
  }

 private:
  void expect_no_problems() {
    if (!problems_.empty()) throw input_error{std::move(problems_)};
  }

  std::optional<found_file> recognized(const std::filesystem::path& file) {
    const std::string head = beginning(file);
    if (head.empty()) return std::nullopt;
    if (is_json(head)) {
      if (!wanted("digcomp")) return std::nullopt;
      return found_file{file, "digcomp", 0, nullptr};
    }
    problem_list ignored;
    const csv_reader table{readable_lines(head, options_.encoding), file.string(), options_.limits, ignored};
    const auto has = [&](std::string_view column) { return table.find_column(column).has_value(); };
    for (std::size_t k = 0; k < tables_.size(); ++k) {
      const taxonomy_table& one = tables_[k];
      if (wanted(one.format) && std::ranges::all_of(one.has, has) && std::ranges::none_of(one.has_not, has))
        return found_file{file, one.format, k + 1, &one};
    }
    return std::nullopt;
  }
  [[nodiscard]] bool wanted(std::string_view format) const {
    return options_.format.empty() || options_.format == format;
  }

  std::vector<found_file> file_alone(const std::filesystem::path& file) {
    if (auto one = recognized(file)) return {*std::move(one)};
    std::error_code fault;
    if (!std::filesystem::is_regular_file(file, fault)) {
      (void)detail::read_text(file, options_.limits.bytes, "a taxonomy or a folder of its files", problems_);
      return {};
    }
    // A table whose header can't be read is told as such.
    const std::string head = beginning(file);
    if (!head.empty() && !is_json(head)) (void)csv_reader::read(file, options_.limits, problems_, options_.encoding);
    if (problems_.empty()) {
      problems_.add({file.string(), 1, 0,
                     (options_.format.empty() ? "is no taxonomy that is known" : "is no file of " + options_.format) +
                         "; expected " + std::string{expected}});
    }
    return {};
  }

  std::vector<found_file> files_of(const std::filesystem::path& folder) {
    constexpr std::size_t most = 10'000;
    constexpr std::string_view endings[]{".csv", ".tsv", ".txt", ".json", ".jsonld"};
    std::vector<std::filesystem::path> paths;
    std::error_code fault;
    for (std::filesystem::directory_iterator at{folder, fault}, end; !fault && at != end; at.increment(fault)) {
      if (paths.size() == most) break;
      if (std::ranges::find(endings, at->path().extension()) != std::end(endings)) paths.push_back(at->path());
    }
    if (fault) problems_.add({folder.string(), 0, 0, "can't be read: " + fault.message() + "; expected a folder"});
    if (paths.size() == most)
      problems_.add({folder.string(), 0, 0, "has " + std::to_string(most) + " files or more; expected fewer"});
    if (!problems_.empty()) return {};
    std::ranges::sort(paths);
    std::vector<found_file> found;
    for (const std::filesystem::path& path : paths) {
      auto one = recognized(path);
      // Many a table has ids and names: in a folder it is known by its name.
      if (one && (one->format != "plain" || path.filename() == "skills.csv")) found.push_back(*std::move(one));
    }
    if (found.empty()) {
      problems_.add({folder.string(), 0, 0, "has no file of a taxonomy; expected " + std::string{expected}});
      return {};
    }
    for (const found_file& one : found) {
      if (one.format == found.front().format) continue;
      problems_.add({folder.string(), 0, 0,
                     "has files of several taxonomies, such as " + quote(found.front().path.filename().string()) +
                         " of " + std::string{found.front().format} + " and " + quote(one.path.filename().string()) +
                         " of " + std::string{one.format} + "; expected one file, or --read-as " +
                         std::string{found.front().format} + " or " + std::string{one.format}});
      return {};
    }
    std::ranges::sort(found, {}, [](const found_file& one) { return std::tuple{one.order, one.path}; });
    return found;
  }

  void read_file(const found_file& one) {
    if (one.table == nullptr) {
      constexpr std::size_t most = std::size_t{1} << 25;  // a document takes some 12 times its bytes
      const auto text =
          detail::read_text(one.path, std::min(most, options_.limits.bytes), "a taxonomy in JSON-LD", problems_);
      if (!text) return;
      const std::string language = language_of(one.path);
      draft_.begin(one.path.string(), text->size(), language.empty() ? "en" : language);
      detail::read_digcomp_json(*text, draft_);
      return;
    }
    csv_reader table = csv_reader::read(one.path, options_.limits, problems_, options_.encoding);
    draft_.begin(one.path.string(), table.bytes(), language_of(one.path));
    if (!table.header().empty()) one.table->read(table, draft_);
  }

  taxonomy_file_options options_;
  std::vector<taxonomy_table> tables_ = known_tables();
  problem_list problems_{options_.limits.problems};
  taxonomy_draft draft_;
};

}  // namespace

taxonomy_contents read_taxonomy(const std::filesystem::path& file_or_folder, const taxonomy_file_options& options) {
  return taxonomy_reader{options}.read(file_or_folder);
}

}  // namespace capnet
