/// Writes examples/data/probono_generated: nonprofits, their staff, volunteers and projects that nobody is, in the
/// fields and sizes of examples/data/probono. The same bytes everywhere: every choice is a function of the seed and of
/// the id it is about.
///
///     generate_probono examples/data/probono OUT
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include <capnet/core/hash.hpp>
#include <capnet/core/random.hpp>

namespace {

constexpr std::uint64_t seed = 7;

capnet::random_stream choices_of(const std::string& id) {
  return capnet::random_stream{{.seed = seed, .entity = capnet::stable_hash(id)}};
}

std::string numbered(const std::string& stem, unsigned number) {
  return stem + (number < 10 ? "0" : "") + std::to_string(number);
}

template <class T>
const T& one_of(const std::vector<T>& list, capnet::random_stream& rng) {
  return list[rng.below(static_cast<std::uint32_t>(list.size()))];
}

/// `n` different elements, in the order of the list.
template <class T>
std::vector<T> some_of(std::vector<T> list, std::size_t n, capnet::random_stream& rng) {
  while (list.size() > n) list.erase(list.begin() + rng.below(static_cast<std::uint32_t>(list.size())));
  return list;
}

unsigned between(unsigned low, unsigned high, capnet::random_stream& rng) { return low + rng.below(high - low + 1); }

/// A file that fails loudly.
class csv_file {
 public:
  csv_file(const std::filesystem::path& path, const std::string& header) : out_{path, std::ios::binary} {
    line(header);
  }
  void line(const std::string& text) {
    if (!(out_ << text << '\n')) throw std::runtime_error{"can't write"};
  }
  void row(const std::vector<std::string>& cells) {
    std::string text;
    for (std::size_t cell = 0; cell < cells.size(); ++cell) text += (cell == 0 ? "" : ",") + cells[cell];
    line(text);
  }

 private:
  std::ofstream out_;
};

std::vector<std::string> lines_of(const std::filesystem::path& path) {
  std::ifstream in{path};
  if (!in) throw std::runtime_error{"can't read " + path.string()};
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// The cells of a line as they stand, quotes kept.
std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (const char c : line) {
    quoted = quoted != (c == '"');
    if (c == ',' && !quoted)
      cells.emplace_back();
    else
      cells.back() += c;
  }
  return cells;
}

struct network_files {
  csv_file vertices;
  csv_file ties;
  void vertex(const std::string& id, const std::string& kind, const std::string& sector, const std::string& name,
              const std::string& region, const std::string& more) {
    vertices.row({id, kind, sector, name, name, region, "", "", "", "", "generated", more});
  }
  void tie(const std::string& relation, const std::string& source, const std::string& target,
           const std::string& weight = "", const std::string& begin = "", const std::string& role = "",
           const std::string& importance = "", const std::string& hours = "") {
    ties.row({relation, source, target, begin, "", "", weight, "", role, "generated", importance, hours});
  }
};

const std::string no_more = ",,,,,,,,,,";  // of the columns of a vertex from hours_per_week on
const std::vector<std::string> regions{"Fukuoka", "Hiroshima", "Hokkaido", "Miyagi", "Osaka", "Tokyo"};
const std::vector<std::string> causes{"children",    "disaster relief", "elderly",
                                      "environment", "migrants",        "rural areas"};
const std::vector<std::string> tools{"zoom", "teams", "meet", "slack", "chatwork", "trello", "asana"};

/// A level of staff: mostly low.
std::string staff_level(capnet::random_stream& rng) {
  return std::to_string(std::vector<unsigned>{0, 0, 1, 1, 1, 2, 2, 3, 3, 4}[rng.below(10)]);
}

// Every draw is a statement of its own: the order in which a compiler evaluates arguments is not defined.

/// A nonprofit that requires four to six skills; of its staff, one level in four is unknown.
void add_nonprofit(network_files& out, unsigned number, const std::vector<std::string>& skills) {
  const std::string id = numbered("npo_", number);
  auto rng = choices_of(id);
  const std::string region = one_of(regions, rng);
  const std::string cause = one_of(causes, rng);
  const std::string joined = numbered("2024-", between(1, 12, rng));
  out.vertex(id, "organization", "nonprofit", numbered("Generated NPO ", number), region, ",,,,,,,,," + cause + ",");
  out.tie("participates_in", id, "pro_bono", "", joined, "client");
  const std::size_t wanted = between(4, 6, rng);
  const auto required = some_of(skills, wanted, rng);
  for (const std::string& skill : required) {
    const bool unstated = rng.bernoulli(.04);
    const std::string level = std::to_string(between(1, 4, rng));
    const std::string importance = std::to_string(between(1, 5, rng));
    out.tie("requires_skill", id, skill, unstated ? "" : level, "", "", importance);
  }
  const unsigned drawn = std::vector<unsigned>{1, 1, 1, 2, 2, 2, 3, 3}[rng.below(8)];
  const unsigned staff = number % 12 == 0 ? 0 : drawn;  // none: it is not known who works there
  for (unsigned person = 1; person <= staff; ++person) {
    const std::string who = id + "_staff_" + std::to_string(person);
    auto levels = choices_of(who);
    out.vertex(who, "person", "", numbered("Generated NPO ", number) + " staff " + std::to_string(person), "", no_more);
    out.tie("employs", id, who);
    for (const std::string& skill : required) {
      const bool known = levels.bernoulli(.75);
      const std::string level = staff_level(levels);
      if (known) out.tie("has_skill", who, skill, level);
    }
  }
  for (unsigned other = 1; other <= 24; ++other) {
    auto pair = choices_of(id + '>' + numbered("npo_", other));
    const bool tied = pair.bernoulli(.07);
    const unsigned tenths = between(1, 3, pair);
    if (other == number || !tied) continue;
    out.tie("shares_knowledge_with", id, numbered("npo_", other), "0." + std::to_string(tenths), "", "peer");
  }
}

/// A volunteer with skills, hours, a period, a mode, tools and causes.
void add_volunteer(network_files& out, unsigned number, const std::vector<std::string>& skills) {
  const std::string id = numbered("volunteer_", number);
  auto rng = choices_of(id);
  const std::string hours = std::to_string(between(2, 10, rng));
  const std::string months = std::to_string(between(1, 6, rng));
  const std::string mode = one_of<std::string>({"online", "online", "on site", "online|on site"}, rng);
  const std::size_t interests = between(1, 3, rng);
  std::string list;
  for (const std::string& cause : some_of(causes, interests, rng)) list += (list.empty() ? "" : "|") + cause;
  const std::string region = one_of(regions, rng);
  const std::string learns = rng.bernoulli(.7) ? "yes" : "no";
  const std::string joined = numbered("2024-", between(1, 12, rng));
  out.vertex(id, "person", "", numbered("Generated volunteer ", number), region,
             hours + "," + months + ",,," + mode + ",,,,," + list + "," + learns);
  out.tie("participates_in", id, "pro_bono", "", joined, "volunteer");
  const std::size_t held = between(3, 6, rng);
  for (const std::string& skill : some_of(skills, held, rng)) {
    const bool unstated = rng.bernoulli(.1);
    const std::string level = std::to_string(between(1, 4, rng));
    out.tie("has_skill", id, skill, unstated ? "" : level);
  }
  const std::size_t used = between(1, 4, rng);
  for (const std::string& tool : some_of(tools, used, rng)) out.tie("uses", id, tool);
}

/// A project of a usual size: half are teams of 4 to 6 at 5 hours a week each, a third take 30 hours, the others one.
/// The first four are closed and had volunteers.
void add_project(network_files& out, unsigned number, const std::vector<std::string>& skills) {
  const std::string id = numbered("project_", number);
  const std::string npo = numbered("npo_", 2 * number - 1);
  auto rng = choices_of(id);
  const std::string size =
      std::vector<std::string>{"team", "project", "team", "project", "team", "session"}[(number - 1) % 6];
  const bool team = size == "team", closed = number <= 4;
  const unsigned members = team ? between(4, 6, rng) : 1;
  const unsigned months = team ? between(1, 6, rng) : 1;
  const unsigned total = team ? members * 5 * 13 * months / 3 : size == "project" ? 30 : 1;  // a month is 13/3 weeks
  const unsigned month = closed ? between(1, 6, rng) : between(7, 12, rng);
  const std::string period = numbered(closed ? "2024-" : "2025-", month);
  const std::string region = one_of(regions, rng);
  const std::string mode = one_of<std::string>({"online", "online", "online|on site"}, rng);
  const std::string deliverable = one_of<std::string>({"report", "working system", "training", "website"}, rng);
  const std::string contact = one_of<std::string>({"weekly", "every two weeks", "monthly"}, rng);
  const std::string confidential = rng.bernoulli(.3) ? "yes" : "no";
  out.vertex(id, "project", "", numbered("Generated project ", number), region,
             (team ? "5," : ",") + std::to_string(months) + "," + std::to_string(total) + "," +
                 std::to_string(members) + "," + mode + "," + period + "," + deliverable + "," + contact + "," +
                 confidential + ",,");
  out.tie("asks_for", npo, id, "", "", size);
  const unsigned asked = team ? between(3, 4, rng) : size == "project" ? 2 : 1;
  for (const std::string& skill : some_of(skills, asked, rng)) {
    const std::string level = std::to_string(between(2, 4, rng));
    const std::string importance = std::to_string(between(1, 5, rng));
    out.tie("requires_skill", id, skill, level, "", "", importance, std::to_string(std::max(1u, total / asked)));
  }
  if (!closed) return;
  std::vector<std::string> volunteers;
  for (unsigned v = 1; v <= 30; ++v) volunteers.push_back(numbered("volunteer_", v));
  for (const std::string& volunteer : some_of(volunteers, members, rng)) {
    const std::string probability = "0." + std::to_string(between(3, 6, rng));
    out.tie("collaborates_with", volunteer, npo, "", period, id);
    out.tie("shares_knowledge_with", volunteer, npo, probability, period, id);
  }
}

void generate(const std::filesystem::path& probono, const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  std::vector<std::string> skills;  // those with no skill below them
  std::vector<std::string> parents;
  const auto taxonomy = lines_of(probono / "skills.csv");
  csv_file skill_file{folder / "skills.csv", taxonomy.at(0)};
  for (std::size_t line = 1; line < taxonomy.size(); ++line) {
    auto cells = cells_of(taxonomy[line]);
    skills.push_back(cells.at(0));
    parents.push_back(cells.at(1));
    cells.at(4) = "0-4";
    skill_file.row(cells);
  }
  std::erase_if(skills, [&](const std::string& skill) {
    return std::find(parents.begin(), parents.end(), skill) != parents.end();
  });

  const auto sources = lines_of(probono / "sources.csv");
  csv_file source_file{folder / "sources.csv", sources.at(0)};
  for (std::size_t line = 1; line < sources.size(); ++line) source_file.line(sources[line]);
  source_file.line("generated,Generated with seed " + std::to_string(seed) +
                   " by examples/data/generate_probono.cpp: nobody and nothing here is real,,,");

  network_files out{
      {folder / "vertices.csv",
       "id,kind,sector,name,name_en,region,size,begin,end,aliases,cite,hours_per_week,months,hours_total,team,mode,"
       "period_begin,deliverable,"
       "communication,confidential,causes,willing_to_learn"},
      {folder / "ties.csv", "relation,source,target,begin,end,status,weight,recorded,role,cite,importance,hours"}};
  out.vertex("pro_bono", "program", "", "Generated online pro bono", "", no_more);
  for (const std::string& tool : tools) out.vertex(tool, "tool", "", tool, "", no_more);
  for (unsigned number = 1; number <= 24; ++number) add_nonprofit(out, number, skills);
  for (unsigned number = 1; number <= 30; ++number) add_volunteer(out, number, skills);
  for (unsigned number = 1; number <= 12; ++number) add_project(out, number, skills);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: generate_probono examples/data/probono OUT\n";
    return 2;
  }
  try {
    generate(argv[1], argv[2]);
  } catch (const std::exception& fault) {
    std::cerr << fault.what() << '\n';
    return 2;
  }
  return 0;
}
