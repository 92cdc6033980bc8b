#pragma once
/// What a made-up pro bono network is drawn from. Not interface: see sim/pro_bono_network.hpp.
#include <array>
#include <cstddef>
#include <string_view>

namespace capnet::detail {

struct named_skill {
  std::string_view id, parent, name, name_en, list;
};
/// Those of a guide to online pro bono: fields of help with what they hold, and what volunteers offer besides.
inline constexpr std::array<named_skill, 25> pro_bono_skills{{
    {"website_and_social_media", "", "ウェブサイトとSNS", "Website and social media", "field"},
    {"website", "website_and_social_media", "ウェブサイト", "Website", "field"},
    {"social_media", "website_and_social_media", "SNS", "Social media", "field"},
    {"seo", "website_and_social_media", "SEO", "Search engine optimization", "field"},
    {"user_interface", "website_and_social_media", "UI", "User interface", "field"},
    {"web_analytics", "website_and_social_media", "アクセス解析", "Analytics", "field"},
    {"data_analysis_and_management", "", "データの分析と管理", "Data analysis and management", "field"},
    {"data_analysis", "data_analysis_and_management", "データ分析", "Data analysis", "field"},
    {"data_management", "data_analysis_and_management", "データ管理", "Data management", "field"},
    {"donor_databases", "data_analysis_and_management", "寄付者データベース", "Donor databases", "field"},
    {"business_systems_and_tools", "", "業務システムとツール", "Business systems and tools", "field"},
    {"business_systems", "business_systems_and_tools", "業務システム", "Business systems", "field"},
    {"business_tools", "business_systems_and_tools", "業務ツール", "Business tools", "field"},
    {"cloud", "business_systems_and_tools", "クラウド", "Cloud", "field"},
    {"rpa", "business_systems_and_tools", "RPA", "Robotic process automation", "field"},
    {"it_strategy_and_security", "", "IT戦略とセキュリティの相談、リテラシー研修",
     "IT strategy and security consulting, literacy training", "field"},
    {"it_strategy_consulting", "it_strategy_and_security", "IT戦略の相談", "IT strategy consulting", "field"},
    {"security_consulting", "it_strategy_and_security", "セキュリティの相談", "Security consulting", "field"},
    {"it_literacy_training", "it_strategy_and_security", "ITリテラシー研修", "IT literacy training", "field"},
    {"programming_languages", "", "プログラミング言語", "Programming languages", "volunteer"},
    {"databases", "", "データベース", "Databases", "volunteer"},
    {"networks", "", "ネットワーク", "Networks", "volunteer"},
    {"web_design", "", "ウェブデザイン", "Web design", "volunteer"},
    {"project_management", "", "プロジェクト管理", "Project management", "volunteer"},
    {"security", "", "セキュリティ", "Security", "volunteer"},
}};

struct named_text {
  std::string_view id, name, name_en;
};
/// As members of such networks tell them.
inline constexpr std::array<named_text, 14> pro_bono_needs{{
    {"move_online", "既存の活動のオンライン化", "Moving existing work online"},
    {"rethink_work", "活動の根本からの見直し", "Rethinking the work from the ground"},
    {"nobody_to_ask", "IT担当も相談先もない", "No IT staff and nobody to ask"},
    {"side_duty", "ITは他の業務との兼務", "IT beside other duties"},
    {"choosing_tools", "ツールの選択と組み合わせ", "Choosing and combining tools"},
    {"crowded_counters", "相談窓口の混雑", "Crowded support counters"},
    {"transcription", "聴覚障害のある学習者への文字起こし", "Transcription for hearing-impaired learners"},
    {"skill_polarization", "デジタルスキルの二極化", "Polarization of digital skill"},
    {"building_a_program", "研修プログラムの組み立て", "Building a training program"},
    {"motivation", "学習意欲", "Motivation to learn"},
    {"retention", "学んだことの定着", "Retention of what was learned"},
    {"showing_outcomes", "成果の示し方", "Showing outcomes"},
    {"scattered_records", "支援者の記録の分散", "Supporter records in many places"},
    {"stale_website", "更新されないウェブサイト", "A website nobody keeps up"},
}};

/// A practice or offer and the places of the needs that it addresses; the second may be the first.
struct named_answer {
  named_text text;
  std::size_t need, other;
};
/// For each need at least one, `pro_bono_practices[k]` for need k.
inline constexpr std::array<named_answer, 14> pro_bono_practices{{
    {{"sim_ready_pcs", "企業提供のSIM付きPC", "SIM-ready PCs from partner companies"}, 0, 0},
    {{"one_service_anew", "一つの事業だけを作り直す", "One service rebuilt at a time"}, 1, 0},
    {{"shared_help_desk", "共同の相談窓口", "A help desk shared by several"}, 2, 4},
    {{"deputy_for_it", "ITの副担当を置く", "A deputy for IT"}, 3, 2},
    {{"tool_trials", "ツールの試用月間", "A trial month for each tool"}, 4, 4},
    {{"chatbot_routing", "チャットボットでの振り分け", "Chatbot routing"}, 5, 5},
    {{"live_captions", "自動字幕と確認係", "Live captions with a checker"}, 6, 6},
    {{"young_and_old", "若手と年長者のペア", "Pairing young and old"}, 7, 9},
    {{"course_map", "研修の地図", "A map of courses by task"}, 8, 8},
    {{"learning_circles", "学習サークル", "Learning circles"}, 9, 10},
    {{"monthly_review", "月例のふりかえり", "A monthly review of what was used"}, 10, 10},
    {{"outcome_sheet", "一枚の成果シート", "An outcome sheet of one page"}, 11, 11},
    {{"one_donor_table", "支援者台帳の一本化", "One table of supporters"}, 12, 12},
    {{"editors_rota", "更新当番", "A rota of editors"}, 13, 13},
}};
inline constexpr std::array<named_answer, 5> pro_bono_offers{{
    {{"online_education_advice", "オンライン教育の助言", "Advice on online education"}, 8, 8},
    {{"online_consultation", "オンライン相談", "Online consultation"}, 2, 5},
    {{"online_meeting_support", "オンライン会議の支援", "Help with online meetings"}, 0, 0},
    {{"telework_security", "テレワークのセキュリティ", "Telework security"}, 3, 3},
    {{"secure_websites", "ウェブサイトの常時TLS化", "Always-on TLS for websites"}, 13, 13},
}};

inline constexpr std::array<std::string_view, 6> pro_bono_regions{"Fukuoka", "Hiroshima", "Hokkaido",
                                                                  "Miyagi",  "Osaka",     "Tokyo"};
inline constexpr std::array<named_text, 2> pro_bono_areas{
    {{"eastern_japan", "東日本", "Eastern Japan"}, {"western_japan", "西日本", "Western Japan"}}};
inline constexpr std::array<std::size_t, 6> pro_bono_area_of{1, 1, 0, 0, 1, 0};  // [region]

inline constexpr std::array<std::string_view, 6> pro_bono_causes{"children",    "disaster relief", "elderly",
                                                                 "environment", "migrants",        "rural areas"};
inline constexpr std::array<std::string_view, 7> pro_bono_tools{"zoom",     "teams",  "meet", "slack",
                                                                "chatwork", "trello", "asana"};

}  // namespace capnet::detail
