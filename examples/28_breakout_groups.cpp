// Who should sit together: thirty-three people of a meeting in five groups, those with the same problem together.
#include <iostream>
#include <string>
#include <vector>

#include <capnet/capnet.hpp>
#include <capnet/skill/breakout_groups.hpp>

using namespace capnet;

int main() {
  // The topics that the reskilling network's second event heard; who has which is made up.
  builder net;
  const auto forum = net.add<event>("forum", {.name_en = "Forum"});
  std::vector<id<need>> topics;
  for (const char* name : {"motivation", "building a program", "retention", "polarization", "what counts"})
    topics.push_back(net.add<need>(name, {.name_en = name}));
  std::vector<id<person>> people;
  for (unsigned p = 0; p < 33; ++p) {
    const std::string name = (p < 9 ? "p0" : "p") + std::to_string(p + 1);
    people.push_back(net.add<person>(name, {.name_en = name}));
    net.tie<attends>(people[p], forum);
    net.tie<has_need>(people[p], topics[p * p % 5]);
    net.tie<has_need>(people[p], topics[p % 4]);
  }
  // The first five met at an earlier one.
  const auto earlier = net.add<event>("earlier");
  for (unsigned p = 0; p < 5; ++p) net.tie<attends>(people[p], earlier);

  const snapshot now = net.freeze();
  const network_view today = all_held(now);
  const auto show = [&](const breakout_groups_result& result) {
    for (const breakout_group& row : result.groups) {
      std::cout << row.meeting << '.' << row.group << ':';
      for (const vertex_ref v : row.members) std::cout << ' ' << now.key(v);
      std::cout << "\n     " << row.reason << '\n';
    }
  };
  const breakout_groups_result one = breakout_groups(today, {.into = 5});
  show(one);
  std::cout << "worth " << one.value << " shared needs, at most " << one.bound
            << "; pairs who meet again: " << one.repeats << "\n\n";

  // p01 speaks in the first group, p02 and p03 come as a pair, p04 stays away: who has to change groups?
  const auto who = [&](unsigned p) { return now.ref(people[p - 1]); };
  const breakout_groups_result changed =
      breakout_groups(today, {.into = 5, .together = {{who(2), who(3)}}, .fixed = {{who(1), 1}}, .absent = {who(4)}});
  std::cout << "without p04, who changed groups: " << changed.moved << " of " << changed.members.size() - 1 << '\n';

  // Twice with new neighbors; and what can't be.
  const breakout_groups_result twice = breakout_groups(today, {.into = 5, .meetings = 2});
  std::cout << "in two meetings " << twice.repeats << " pairs meet again; no plan has less than "
            << twice.repeats_at_least << '\n';
  try {
    (void)breakout_groups(today, {.into = 2, .apart = {{who(1), who(2)}, {who(2), who(3)}, {who(1), who(3)}}});
  } catch (const infeasible_error& error) {
    std::cout << error.what() << '\n';
  }
}
