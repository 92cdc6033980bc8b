#pragma once
/// The syntax of a query in text: words, brackets and arrows, each with the place where it stands. docs/query.md has
/// the grammar.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <capnet/core/text.hpp>
#include <capnet/model/schema.hpp>
#include <capnet/query/attribute_filter.hpp>
#include <capnet/query/query_text.hpp>
#include <capnet/query/query_text_error.hpp>

namespace capnet::detail {

/// A word of a query and the byte where it begins.
struct text_word {
  std::string text{};
  std::size_t at = 0;
  bool quoted = false;
};
struct text_filter {
  text_word key{};
  comparison how = comparison::equal;
  std::vector<text_word> values{};

  [[nodiscard]] bool negated() const { return how == comparison::not_equal; }
  [[nodiscard]] bool orders() const { return is_order(how); }
};
/// `name:kind[filter, filter]`; the kind "*" is any.
struct text_vertices {
  text_word name{};  ///< without text where none is given
  text_word kind{};
  std::vector<text_filter> filters{};

  /// A name alone, for the vertex that it was given to before.
  [[nodiscard]] bool again() const { return kind.text.empty() && !kind.quoted; }
};
/// `-name:relation|relation[filter, filter]{fewest,most}->`; what has a name is one tie.
struct text_step {
  std::size_t at = 0;
  bool out = false, in = false;  ///< the head that it has: at the right, at the left
  text_word name{};
  std::vector<text_word> relations{};
  std::vector<text_filter> filters{};
  std::uint32_t fewest = 1, most = 1;
};
/// `name`, `name.attribute` or, where the name has no text, a value.
struct text_term {
  text_word name{}, attribute{}, value{};

  [[nodiscard]] std::size_t at() const { return name.text.empty() ? value.at : name.at; }
};
/// `term how term`; at least one of them has a name.
struct text_condition {
  text_term left{};
  comparison how = comparison::equal;
  text_term right{};
};
/// A query as written: one more set of vertices than steps. Each name is given once, and before it stands alone.
struct query_text {
  std::vector<text_vertices> sets{};
  std::vector<text_step> steps{};
  std::vector<text_condition> conditions{};
};

/// Reads a query from left to right and stops at the first fault, which it throws as a query_text_error. The schema
/// says which words with `:` or `.` are whole.
class query_text_parser {
 public:
  query_text_parser(const schema& schema, std::string_view text, const query_text_limits& limits)
      : schema_{schema}, text_{text}, limits_{limits} {}

  [[nodiscard]] query_text parse() {
    if (text_.size() > limits_.bytes) {
      throw query_text_error{{},
                             {{0, "the query has " + std::to_string(text_.size()) + " bytes; expected at most " +
                                      std::to_string(limits_.bytes)}}};
    }
    if (const std::size_t bad = find_invalid_utf8(text_); bad != std::string_view::npos)
      fail(bad, "this is not UTF-8; expected text in UTF-8");
    for (std::size_t at = 0; at < text_.size(); ++at) {
      const unsigned char c = byte(at);
      const bool space = c == '\t' || c == '\n' || c == '\r';
      if ((c < 0x20 && !space) || c == 0x7F || (c == 0xC2 && byte(at + 1) < 0xA0))
        fail(at, "found a control character; expected none");
    }
    query_text query;
    skip_space();
    if (done())
      fail(at_, "the query is empty; expected a kind, such as organizations, and steps, such as -attends-> events");
    query.sets.push_back(vertices());
    std::size_t ties = 0;
    for (skip_space(); next("-") || next("<-"); skip_space()) {
      query.steps.push_back(step());
      ties += query.steps.back().most;
      if (ties > limits_.ties)
        fail(query.steps.back().at,
             "walks of more than " + std::to_string(limits_.ties) + " ties; expected at most that many");
      query.sets.push_back(vertices());
    }
    if (next(",")) fail(at_, "several paths in one query are not understood yet; expected one");
    if (accept_word("where")) {
      do {
        query.conditions.push_back(condition());
      } while (accept_word("and"));
      if (!done()) expected("'and' and another condition, or the end");
    }
    const text_word& first = query.sets.front().kind;
    if (!done() && query.steps.empty() && !first.quoted && (first.text == "not" || first.text == "optional"))
      fail(first.at, "paths with " + quote(first.text) + " are not understood yet; expected one without");
    if (!done()) expected("a step such as -attends-> or <-attends-, 'where', or the end");
    return query;
  }

 private:
  [[nodiscard]] bool done() const { return at_ >= text_.size(); }
  [[nodiscard]] unsigned char byte(std::size_t at) const {
    return at < text_.size() ? static_cast<unsigned char>(text_[at]) : 0;
  }
  [[nodiscard]] bool next(std::string_view token) const {
    return text_.substr(std::min(at_, text_.size())).starts_with(token);
  }
  bool accept(std::string_view token) {
    skip_space();
    if (!next(token)) return false;
    at_ += token.size();
    return true;
  }
  // A keyword that no longer word begins with.
  bool accept_word(std::string_view keyword) {
    skip_space();
    return !is_plain(at_ + keyword.size(), name_stops) && accept(keyword);
  }
  void skip_space() {
    for (;;) {
      if (!done() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r'))
        ++at_;
      else if (next("\xE3\x80\x80"))
        at_ += 3;  // the ideographic space
      else
        return;
    }
  }
  [[noreturn]] void fail(std::size_t at, std::string message) const {
    throw query_text_error{text_, {{at, std::move(message)}}};
  }
  // What stands here, in words.
  [[nodiscard]] std::string found() const {
    if (done()) return "the query ends here";
    const bool word = is_plain(at_, name_stops);
    std::size_t end = at_ + 1;
    while (end < text_.size() &&
           ((byte(end) & 0xC0u) == 0x80u || (word && end - at_ < 64 && is_plain(end, name_stops))))
      ++end;
    return "found " + quote(text_.substr(at_, end - at_));
  }
  [[noreturn]] void expected(std::string_view what) const { fail(at_, found() + "; expected " + std::string{what}); }

  static constexpr std::string_view name_stops = " \t\r\n[]{}()|,=!<>-*\"";
  static constexpr std::string_view value_stops = " \t\r\n[]|,=!\"", term_stops = " \t\r\n[]|,=!\"<>";
  [[nodiscard]] bool is_plain(std::size_t at, std::string_view stops) const {
    return at < text_.size() && stops.find(text_[at]) == std::string_view::npos &&
           !text_.substr(at).starts_with("\xE3\x80\x80");
  }
  text_word word(std::string_view stops, std::string_view what) {
    skip_space();
    text_word read{.at = at_};
    if (!done() && text_[at_] == '"') {
      read.quoted = true;
      for (++at_; !done() && text_[at_] != '"'; ++at_) {
        if (text_[at_] == '\\' && (byte(at_ + 1) == '"' || byte(at_ + 1) == '\\')) ++at_;
        read.text += text_[at_];
      }
      if (done()) fail(read.at, "the quote that begins here does not end; expected a closing \"");
      ++at_;
      return read;
    }
    while (is_plain(at_, stops)) ++at_;
    read.text = text_.substr(read.at, at_ - read.at);
    if (read.text.empty()) expected(what);
    return read;
  }
  void count_value(std::size_t at) {
    if (++values_ > limits_.values)
      fail(at, "more than " + std::to_string(limits_.values) + " values and relations; expected at most that many");
  }

  // A word that the schema has, whatever signs it has within.
  [[nodiscard]] bool whole(const text_word& read) const {
    return read.quoted || find_kind_by_word(schema_, read.text) || schema_.find_relation(read.text);
  }
  // Whether what was read is, or begins with, a name before `:`. If so, that is left of it, and what follows is next.
  bool gives_name(text_word& read, bool to_tie) {
    const std::size_t colon = whole(read) ? std::string::npos : read.text.find(':');
    if (read.quoted || (colon == std::string::npos && !accept(":"))) return false;
    if (colon != std::string::npos) {
      at_ = read.at + colon + 1;
      read.text.resize(colon);
    }
    if (read.text.empty() || read.text.find_first_of(".*") != std::string::npos)
      fail(read.at, quote(read.text) + " can't be a name; expected letters, without '.'");
    if (schema_.find_kind(read.text)) fail(read.at, quote(read.text) + " is a kind; expected another name");
    if (!names_.emplace(read.text, to_tie).second)
      fail(read.at, "the name " + quote(read.text) + " is given twice; expected another one");
    return true;
  }
  text_word kind() {
    skip_space();
    if (next("*")) return {"*", at_++, false};
    return word(name_stops, "a kind such as organizations, or * for any");
  }
  text_vertices vertices() {
    text_vertices set{.kind = kind()};
    if (gives_name(set.kind, false)) {
      set.name = std::exchange(set.kind, kind());
    } else if (const auto named = names_.find(set.kind.text); named != names_.end() && !set.kind.quoted) {
      if (named->second) fail(set.kind.at, quote(named->first) + " is the name of a tie; expected a vertex");
      set.name = std::exchange(set.kind, {});
      return set;
    }
    set.filters = filters();
    return set;
  }
  std::vector<text_filter> filters() {
    std::vector<text_filter> read;
    skip_space();
    const std::size_t bracket = at_;
    if (!accept("[") || accept("]")) return read;
    do {
      read.push_back(filter());
    } while (accept(","));
    if (accept("]")) return read;
    if (done()) fail(bracket, "the bracket that begins here does not end; expected a closing ]");
    expected("',' and another filter, '|' and another value, or ']'");
  }
  text_filter filter() {
    text_filter read{.key = word(name_stops, "a filter such as sector=company"), .how = sign()};
    do {
      skip_space();
      count_value(at_);
      read.values.push_back(word(value_stops, "a value; one with spaces or signs stands in \"quotes\""));
    } while (accept("|"));
    return read;
  }
  comparison sign() {
    constexpr std::array signs{comparison::not_equal, comparison::at_most, comparison::at_least,
                               comparison::less,      comparison::greater, comparison::equal};  // the longer ones first
    const auto* const found = std::ranges::find_if(signs, [&](comparison c) { return accept(to_string(c)); });
    if (found == signs.end()) expected("'=', '!=', '<', '<=', '>' or '>='");
    return *found;
  }
  text_condition condition() {
    text_condition read{.left = term(), .how = sign(), .right = term()};
    if (read.left.name.text.empty() && read.right.name.text.empty())
      fail(read.left.at(), "a condition on no vertex or tie; expected " + known_names());
    return read;
  }
  text_term term() {
    skip_space();
    count_value(at_);
    text_term read{.value = word(term_stops, "a name, name.attribute or a value; one with signs stands in \"quotes\"")};
    const std::string& text = read.value.text;
    const bool dotted = !whole(read.value) && text.find('.') != std::string::npos;
    std::string name = text.substr(0, dotted ? text.find('.') : text.size());
    if (!read.value.quoted && names_.contains(name)) {
      read.name = {std::move(name), read.value.at, false};
      at_ = read.value.at + read.name.text.size() + (dotted ? 1 : 0);
      if (dotted) read.attribute = word(term_stops, "an attribute of " + quote(read.name.text));
      read.value = {};
    } else if (dotted && std::string_view{"+-.0123456789"}.find(text.front()) == std::string_view::npos) {
      fail(read.value.at, quote(name) + " names nothing; expected " + known_names() + ", or a value in \"quotes\"");
    }
    return read;
  }
  [[nodiscard]] std::string known_names() const {
    std::vector<std::string_view> known;
    for (const auto& [name, to_tie] : names_) known.push_back(name);
    return known.empty() ? "a name that is given before, as in a:person" : join_names(known, " or ");
  }
  text_word relation() { return word(name_stops, "a relation such as attends"); }
  text_step step() {
    text_step read{.at = at_, .in = accept("<-")};
    if (!read.in) ++at_;  // the caller saw -
    do {
      skip_space();
      count_value(at_);
      read.relations.push_back(relation());
      if (read.relations.size() == 1 && gives_name(read.relations[0], true))
        read.name = std::exchange(read.relations[0], relation());
    } while (accept("|"));
    read.filters = filters();
    if (accept("{")) repeat(read);
    skip_space();
    const std::size_t end = at_;
    if (accept("->"))
      read.out = true;
    else if (!accept("-"))
      expected(read.in ? "'-'" : "'->', or '-' for either direction");
    if (read.in && read.out)
      fail(end, "the step has a head at both ends; expected '-' here, or '-' at both ends for either direction");
    return read;
  }
  void repeat(text_step& into) {
    const std::size_t at = at_ - 1;
    if (!into.name.text.empty()) fail(at, "a tie with a name is a single one; expected no {...}, or no name");
    into.fewest = into.most = number();
    if (accept(",")) into.most = number();
    if (!accept("}")) expected("'}'");
    if (into.most == 0) fail(at, "a step of no tie leads nowhere; expected at least 1, such as {1,3}");
    if (into.fewest > into.most) {
      fail(at, "from " + std::to_string(into.fewest) + " to " + std::to_string(into.most) +
                   " ties; expected the fewest first, such as {" + std::to_string(into.most) + "," +
                   std::to_string(into.fewest) + "}");
    }
  }
  std::uint32_t number() {
    skip_space();
    const std::size_t first = at_;
    std::uint32_t value = 0;
    for (; !done() && text_[at_] >= '0' && text_[at_] <= '9'; ++at_) {
      if (at_ - first >= 6)
        fail(first, "this number is out of range; expected at most " + std::to_string(limits_.ties));
      value = value * 10 + static_cast<std::uint32_t>(text_[at_] - '0');
    }
    if (at_ == first) expected("a number of ties, such as {2} or {1,3}");
    return value;
  }

  const schema& schema_;
  std::string_view text_;
  query_text_limits limits_{};
  std::map<std::string, bool, std::less<>> names_{};  // given so far; whether to a tie
  std::size_t at_ = 0;
  std::size_t values_ = 0;
};

}  // namespace capnet::detail
