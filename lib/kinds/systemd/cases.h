/* Units and what is wrong with each; held against our reader and, where it is installed, against systemd 252. */
#ifndef LOADLINE_KINDS_SYSTEMD_CASES_H
#define LOADLINE_KINDS_SYSTEMD_CASES_H

#include <stddef.h>

/* found: as fixture_found says it. What is of pack syntax ends the loading; the rest is a message, and the unit starts. Empty: systemd says nothing. */
struct unit_case {
    const char *text, *found;
};

#define S "[Service]\nExecStart=/bin/true\n"
#define VALUE(line, value, what) "3 systemd/ignored-value [" value "] " line " is \"" value "\", not " what "\n"
#define FORGIVEN(text, message) "3 systemd/ignored-value [" text "] " message "\n"
#define FATAL(text, message) "3 syntax/invalid-value [" text "] " message "\n"

/* clang-format off */
static const struct unit_case unit_cases[] = {
    {S, ""},
    {"foo=bar\n" S, "1 systemd/ignored-line [foo] assignment outside of a section: \"foo\"\n"},
    {S "not a line\n", "3 systemd/ignored-line [not a line] a line without \"=\"\n"},
    {S "=x\n", "3 systemd/ignored-line [=x] a line without a key\n"},
    {S "[Foo]\na=b\n", "3 systemd/unknown-section [Foo] unknown section \"Foo\"\n"},
    {S "[X-Foo]\na=b\n[Service]\nX-Mine=1\n", ""},
    {S "[Socket]\nListenStream=1\n", "3 systemd/unknown-section [Socket] section [Socket] in web.service, a unit of another type\n"},
    {"[Service]x\nExecStart=/bin/true\n", "1 syntax/unexpected-token [x] text behind a section's \"]\"\n"},
    {S "[Install]]\n", "3 systemd/unknown-section []] unknown section, with \"]\" in its name\n"},
    {S "[In\"stall]\n", "3 syntax/unexpected-token [In\"stall] bad characters in section header \"In\"stall\"\n"},
    {"[Service]\nType=simple\nExecStop=/bin/true\n",
     "1 syntax/missing-directive [[Service]] service has no ExecStart= setting, which is only allowed for Type=oneshot services\n"},
    {"[Service]\nType=oneshot\nExecStop=/bin/true\n",
     "1 syntax/missing-directive [[Service]] service has no ExecStart= and no SuccessAction= settings and does not have RemainAfterExit=yes set\n"},
    {"[Service]\nExecStop=/bin/true\nRemainAfterExit=yes\n", ""},
    {"[Service\nExecStart=/bin/true\n", "1 syntax/unterminated [[] the section's name has no \"]\"\n"},
    {S "ExecStrt=/bin/true\n", "3 systemd/unknown-key [ExecStrt] unknown key \"ExecStrt\" in section [Service]\n"},
    {S "StartLimitIntervalSec=1\n", "3 systemd/unknown-key [StartLimitIntervalSec] key StartLimitIntervalSec in section [Service], which has none of that name\n"},
    {S "StartLimitInterval=1\nStartLimitBurst=2\n", ""},
    {S "MemoryKSM=yes\n", "3 systemd/unknown-key [MemoryKSM] key MemoryKSM, which systemd knows from version 254\n"},
    {S "; comment\n  # comment\n  User=root\n", ""},
    {S "Environment=A=b \\\n # comment\n C=d\n", ""},
    /* resource limits */
    {S "LimitNOFILE=65536\n", ""},
    {S "LimitNOFILE=0x400\n", ""},
    {S "LimitNOFILE=1024:524288\n", ""},
    {S "LimitNOFILE=infinity\n", ""},
    {S "LimitNOFILE=64k\n", VALUE("LimitNOFILE", "64k", "a resource limit")},
    {S "LimitNOFILE=1000:500\n", VALUE("LimitNOFILE", "1000:500", "a resource limit")},
    {S "LimitNOFILE=1024 : 2048\n", VALUE("LimitNOFILE", "1024 : 2048", "a resource limit")},
    {S "LimitNOFILE=:5\n", VALUE("LimitNOFILE", ":5", "a resource limit")},
    {S "LimitNOFILE=-1\n", VALUE("LimitNOFILE", "-1", "a resource limit")},
    {S "LimitNOFILE=65536 # many\n", VALUE("LimitNOFILE", "65536 # many", "a resource limit")},
    {S "LimitNOFILE=18446744073709551616\n", VALUE("LimitNOFILE", "18446744073709551616", "a resource limit")},
    {S "LimitDATA=1G\n", ""},
    {S "LimitDATA=1g\n", VALUE("LimitDATA", "1g", "a resource limit")},
    {S "LimitCPU=10min\n", ""},
    {S "LimitNICE=+5\n", ""},
    {S "LimitNICE=-30\n", VALUE("LimitNICE", "-30", "a resource limit")},
    /* memory */
    {S "MemoryMax=4G\n", ""},
    {S "MemoryMax=4 G\n", ""},
    {S "MemoryMax=1.5G\n", ""},
    {S "MemoryMax=1G 512M\n", ""},
    {S "MemoryMax=80.55%\n", ""},
    {S "MemoryMax=9999999999999999999\n", ""},
    {S "MemoryMax=\n", ""},
    {S "MemorySwapMax=0\n", ""},
    {S "MemoryMax=4GB\n", VALUE("MemoryMax", "4GB", "a memory limit")},
    {S "MemoryMax=1g\n", VALUE("MemoryMax", "1g", "a memory limit")},
    {S "MemoryMax=512M 1G\n", VALUE("MemoryMax", "512M 1G", "a memory limit")},
    {S "MemoryMax=120%\n", VALUE("MemoryMax", "120%", "a memory limit")},
    {S "MemoryMax=80.555%\n", VALUE("MemoryMax", "80.555%", "a memory limit")},
    {S "MemoryMax=0\n", VALUE("MemoryMax", "0", "a memory limit")},
    {S "MemoryHigh=0\n", VALUE("MemoryHigh", "0", "a memory limit")},
    /* tasks and CPU */
    {S "TasksMax=infinity\n", ""},
    {S "TasksMax=50%\n", ""},
    {S "TasksMax=0\n", VALUE("TasksMax", "0", "a number of tasks")},
    {S "TasksMax=1K\n", VALUE("TasksMax", "1K", "a number of tasks")},
    {S "CPUQuota=150%\n", ""},
    {S "CPUQuota=12.5%\n", ""},
    {S "CPUQuota=infinity\n", VALUE("CPUQuota", "infinity", "a CPU quota")},
    {S "CPUQuota=50\n", VALUE("CPUQuota", "50", "a CPU quota")},
    {S "CPUQuota=20 %\n", VALUE("CPUQuota", "20 %", "a CPU quota")},
    {S "CPUQuota=0%\n", VALUE("CPUQuota", "0%", "a CPU quota")},
    /* times */
    {S "TimeoutStopSec=5min 20s\n", ""},
    {S "TimeoutStopSec=1min 30\n", ""},
    {S "TimeoutStopSec=1.5\n", ""},
    {S "TimeoutStopSec=infinity\n", ""},
    {S "TimeoutStopSec=1 year\n", ""},
    {S "TimeoutStopSec=5x\n", VALUE("TimeoutStopSec", "5x", "a time span")},
    {S "TimeoutStopSec=abc\n", VALUE("TimeoutStopSec", "abc", "a time span")},
    {S "RestartSec=-1\n", VALUE("RestartSec", "-1", "a time span")},
    /* words of a list */
    {S "Restart=allways\n", VALUE("Restart", "allways", "a restart policy")},
    {S "Type=simpel\n", VALUE("Type", "simpel", "a service type")},
    {S "KillMode=grp\n", VALUE("KillMode", "grp", "a kill mode")},
    {S "OOMPolicy=foo\n", VALUE("OOMPolicy", "foo", "an OOM policy")},
    {S "NoNewPrivileges=On\n", ""},
    {S "NoNewPrivileges=maybe\n", VALUE("NoNewPrivileges", "maybe", "a boolean")},
    {S "Nice=19\n", ""},
    {S "Nice=20\n", VALUE("Nice", "20", "a nice level from -20 to 19")},
    {S "OOMScoreAdjust=1001\n", VALUE("OOMScoreAdjust", "1001", "an OOM score from -1000 to 1000")},
    {S "WorkingDirectory=-/srv\n", ""},
    {S "WorkingDirectory=srv\n", FATAL("srv", "path is not absolute in WorkingDirectory: \"srv\"")},
    /* environment */
    {S "Environment=\"A=b\" \"C=d e\"\n", ""},
    {S "Environment=A=\"b c\"\n", ""},
    {S "Environment=A=b C\n", "3 systemd/ignored-value [C] no assignment in Environment: \"C\"\n"},
    {S "Environment=1A=b\n", "3 systemd/ignored-value [1A=b] no assignment in Environment: \"1A=b\"\n"},
    {S "Environment=\"A=b\n", "3 systemd/ignored-value [\"A=b] unbalanced quoting in Environment\n"},
    {S "EnvironmentFile=-/etc/default/web\n", ""},
    {S "EnvironmentFile=web.env\n", "3 systemd/ignored-value [web.env] path is not absolute in EnvironmentFile: \"web.env\"\n"},
    /* names of units */
    {"[Unit]\nAfter=network.target a@b.service dev-sda.device \\x2d.mount\nWants=%n-x.service\n" S, ""},
    {"[Unit]\nAfter=network.target postgresql\n" S, "2 systemd/ignored-value [postgresql] After names \"postgresql\", which is no unit\n"},
    {"[Unit]\nAfter=network.target, redis.service\n" S, "2 systemd/ignored-value [network.target,] After names \"network.target,\", which is no unit\n"},
    {"[Unit]\nRequires=a.servce\n" S, "2 systemd/ignored-value [a.servce] Requires names \"a.servce\", which is no unit\n"},
    /* command lines */
    {S "ExecStartPre=-/bin/true\n", ""},
    {S "ExecStartPre=!!/bin/true\n", ""},
    {S "ExecStartPre=:@-/bin/true x\n", ""},
    {S "ExecStartPre=true\n", ""},
    {S "ExecStartPre=\"/bin/true\" x\n", ""},
    {S "ExecStartPre=/bin/true a\"b c\"d\n", ""},
    {S "ExecStartPre=/bin/true \\s\\x41\\u00e9\\101\n", ""},
    {S "ExecStartPre=/bin/true ; /bin/true\n", ""},
    {S "ExecStartPre=/bin/true ;\n", ""},
    {S "ExecStartPre=bin/true\n", FATAL("bin/true", "neither a valid executable name nor an absolute path in ExecStartPre: \"bin/true\"")},
    {S "ExecStartPre=${A}/x\n", FATAL("${A}/x", "neither a valid executable name nor an absolute path in ExecStartPre: \"${A}/x\"")},
    {S "ExecStartPre=/bin/true ; bin/true\n", FATAL("bin/true", "neither a valid executable name nor an absolute path in ExecStartPre: \"bin/true\"")},
    {S "ExecStartPre=/\n", FATAL("/", "executable path specifies a directory in ExecStartPre: \"/\"")},
    {S "ExecStartPre=+\n", FATAL("+", "empty path in ExecStartPre: \"+\"")},
    {S "ExecStartPre=@/bin/true\n", FATAL("@/bin/true", "no zeroth argument behind the path in ExecStartPre: \"/bin/true\"")},
    {S "ExecStartPre=- /bin/true\n", FORGIVEN("-", "empty path in ExecStartPre: \"-\"")},
    {S "ExecStartPre=-bin/true\n", FORGIVEN("-bin/true", "neither a valid executable name nor an absolute path in ExecStartPre: \"bin/true\"")},
    {S "ExecStartPre=-/bin/sh -c \"a\n", FORGIVEN("\"a", "unbalanced quoting in ExecStartPre: \"a\"")},
    {S "ExecStartPre=-/bin/true ; \"a\n", FORGIVEN("\"a", "unbalanced quoting in ExecStartPre: \"a\"")},
    {S "ExecStartPre=-/bin/true ; bin/true\n", FATAL("bin/true", "neither a valid executable name nor an absolute path in ExecStartPre: \"bin/true\"")},
    {S "WorkingDirectory=-srv\n", FORGIVEN("-srv", "path is not absolute in WorkingDirectory: \"-srv\"")},
    {S "ExecStartPre=/bin/sh -c \"a\n", FATAL("\"a", "unbalanced quoting in ExecStartPre: \"a\"")},
    {S "ExecStartPre=/bin/echo it's ok\n", FATAL("it's ok", "unbalanced quoting in ExecStartPre: \"its ok\"")},
    /* the unit */
    {"[Service]\nRestart=always\n", "1 syntax/missing-directive [[Service]] service has no ExecStart=, ExecStop=, or SuccessAction=\n"},
    {"[Unit]\nDescription=x\n", "1 syntax/missing-directive [] service has no ExecStart=, ExecStop=, or SuccessAction=\n"},
    {S "ExecStart=\n", "1 syntax/missing-directive [[Service]] service has no ExecStart=, ExecStop=, or SuccessAction=\n"},
    {S "ExecStart=\nExecStart=/bin/false\n", ""},
    {S "ExecStart=/bin/false\n", "3 syntax/conflict [/bin/false] more than one ExecStart= setting in a service that is not of Type=oneshot\n"},
    {"[Service]\nType=oneshot\nExecStart=/bin/true\nExecStart=/bin/true\n", ""},
    {"[Service]\nType=oneshot\nExecStart=/bin/true\nRestart=always\n",
     "4 syntax/conflict [always] Restart=always, which is not allowed for Type=oneshot services\n"},
    {"[Service]\nType=oneshot\nExecStart=/bin/true\nRestart=on-failure\n", ""},
    {"[Service]\nType=notif\nExecStrt=/bin/true\n",
     "1 syntax/missing-directive [[Service]] service has no ExecStart=, ExecStop=, or SuccessAction=\n"
     "2 systemd/ignored-value [notif] Type is \"notif\", not a service type\n"
     "3 systemd/unknown-key [ExecStrt] unknown key \"ExecStrt\" in section [Service]\n"},
    {"[Unit]\nExecStart=/bin/true\n[Service]\nUser=root\n",
     "2 systemd/unknown-key [ExecStart] key ExecStart in section [Unit], which has none of that name\n"
     "3 syntax/missing-directive [[Service]] service has no ExecStart=, ExecStop=, or SuccessAction=\n"},
    {S "\\\n\nUser=root\n", ""},
    {"[Service]\nType=dbus\nExecStart=/bin/true\n", "2 syntax/missing-directive [dbus] service of Type=dbus without a BusName=\n"},
    {"[Unit]\nSuccessAction=none\n[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStop=/bin/true\n", ""},
};
/* clang-format on */

enum { UNIT_CASES = sizeof unit_cases / sizeof *unit_cases };

#endif
