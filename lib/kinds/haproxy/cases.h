/* Configurations and the first thing that is wrong with each; held against our reader and, where it is installed, against HAProxy 2.6. */
#ifndef LOADLINE_KINDS_HAPROXY_CASES_H
#define LOADLINE_KINDS_HAPROXY_CASES_H

#include <stddef.h>

/* found: as fixture_found says it; empty: HAProxy accepts the text. */
struct config_case {
    const char *text, *found;
};

#define D "defaults\n mode http\n timeout connect 1s\n timeout client 1s\n timeout server 1s\n"
#define F D "frontend f\n bind 127.0.0.1:1\n"
#define B F "backend b\n"
#define W " 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1"

static const struct config_case config_cases[] = {
    {F, ""},
    {D "frontend f\n bnid :1\n", "7 [bnid] unknown keyword 'bnid' in 'frontend' section\n"},
    {"global\n nbproc 2\n" F, "2 [nbproc] the 'nbproc' directive is not supported anymore in 'global' section\n"},
    {"maxconn 1\n" F, "1 [maxconn] unknown keyword 'maxconn' out of section\n"},
    {F " option httplgo\n", "8 [httplgo] unknown option 'httplgo'\n"},
    {F " option httplog clf x\n", "8 [x] 'option httplog' cannot handle unexpected argument 'x'\n"},
    {F " no timeout client 1s\n",
     "8 [no] negation/default currently supported only for options, log, busy-polling, set-dumpable, strict-limits, insecure-fork-wanted "
     "and numa-cpu-mapping\n"},
    {F " no option httplog\n", "8 [no] negation/default is not supported for option 'httplog'\n"},
    {F " no option dontlognull\n", ""},
    {F " maxconn 10k\n", ""}, /* atol: 10, without a word */
    {F " maxconn\n", "8 [maxconn] 'maxconn' expects an integer argument\n"},
    {F " timeout client 1.5s\n", "8 [.] unexpected character '.' in argument to 'timeout client'\n"},
    {F " timeout client 30sec\n", ""},
    {F " timeout client 99999d\n",
     "8 [99999d] timer overflow in argument '99999d' to 'timeout client' (maximum value is 2147483647 ms or ~24.8 days)\n"},
    {F " timeout client 1s 2s\n", "8 [2s] 'timeout client' cannot handle unexpected argument '2s'\n"},
    {F " server s 127.0.0.1:1\n", "8 [server] 'server' is not allowed because frontend 'f' is not a backend\n"},
    {B " server s 127.0.0.1:1 chekc\n", "9 [chekc] 'server s' : unknown keyword 'chekc'\n"},
    {B " server s 127.0.0.1:70000\n", "9 [127.0.0.1:70000] 'server' : invalid port '70000' in '127.0.0.1:70000'\n"},
    {B " server s 127.0.0.1:1 weight 300\n", "9 [300] 'weight' expects a value between 0 and 256, got '300'\n"},
    {B " server s 127.0.0.1:1 weight 10x check inter 2s\n", ""},
    {B " server s 127.0.0.1:1\n server s 127.0.0.1:2\n",
     "10 [s] backend 'b', another server named 's' was already defined, please use distinct names\n"},
    {B " server s 127.0.0.1:1 \"\" chekc\n", ""}, /* an empty word ends the line */
    {F "frontend f\n bind :2\n", "8 [f] frontend 'f' has the same name as frontend 'f'\n"},
    {F " default_backend nope\n", "8 [nope] proxy 'f': unable to find required default_backend: 'nope'\n"},
    {F " use_backend nope if TRUE\n", "8 [nope] proxy 'f': unable to find required use_backend: 'nope'\n"},
    {F " use_backend %[hdr(host)]\n", ""},
    {F " default_backend b\nbackend b\n mode tcp\n",
     "8 [b] frontend 'f' tries to use incompatible backend 'b' as its default backend (see 'mode')\n"},
    {F " http-request deny if nope\n", "8 [nope] no such ACL : 'nope'\n"},
    {F " acl a path_beg /x\n http-request deny if a || !{ src 10.0.0.0/8 }\n", ""},
    {F " http-request deny if { path /x\n", "8 [{] missing closing '}' in condition\n"},
    {F " http-request dney\n", "8 [dney] 'http-request' does not know the action 'dney'\n"},
    {F " http-request set-header X\n", "8 [X] 'http-request set-header' expects a format\n"},
    {F " http-request set-header X %[nope]\n", "8 [nope] unknown fetch method 'nope'\n"},
    {F " http-request set-header X %[hdr(host),nope]\n", "8 [nope] unknown converter 'nope'\n"},
    {F " http-request set-header X %[hdr(host)\n", "8 [%[hdr(host)] missing ']' after '%[hdr(host)'\n"},
    {F " http-request set-header X %nope\n",
     "8 [%nope] no such format variable 'nope'. If you wanted to emit the '%' character verbatim, you need to use '%%'\n"},
    {F " http-request set-var(nope.x) src\n",
     "8 [set-var(nope.x)] invalid variable 'set-var(nope.x)'. Expects 'set-var(<var-name>)' or 'set-var(<var-name>,<cond>,...)'\n"},
    {F " http-request replace-path (/x \\1\n", "8 [(/x] failed to parse the regex '(/x'\n"},
    {F " http-request redirect location /x code 200\n",
     "8 [200] unsupported HTTP code '200' (must be one of 301, 302, 303, 307 or 308)\n"},
    {F " http-request track-sc0 src\n", "8 [http-request] proxy 'f': unable to find table 'f'\n"},
    {F " stick-table type ip size 1k\n http-request track-sc0 src\n", ""},
    {F " stick-table type ip size 1x\n", "8 [x] unexpected character 'x' in argument of 'size'\n"},
    {F " stick-table type ip\n", "8 [stick-table] stick-table: missing size\n"},
    {B " balance roundrobbin\n",
     "9 [roundrobbin] balance only supports 'roundrobin', 'static-rr', 'leastconn', 'source', 'uri', 'url_param', 'hash', 'hdr(name)', "
     "'rdp-cookie(name)', 'first' and 'random', got 'roundrobbin'\n"},
    {B " cookie S insert prefix\n", "9 [S] cookie 'rewrite', 'insert' and 'prefix' modes are incompatible\n"},
    {B " http-check expect status 2x0\n", "9 [2x0] invalid character 'x' in the list of status codes\n"},
    {"defaults\n http-request deny\n" F,
     "2 [http-request] 'http-request' not allowed in anonymous 'defaults' section\n"},
    {"frontend f from nope\n bind :1\n", "1 [nope] defaults section 'nope' not found for frontend 'f'\n"},
    {F " log 127.0.0.1 loca0\n", "8 [loca0] log : unknown log facility 'loca0'\n"},
    {F " bind :1 ssl-min-vre x\n", "8 [ssl-min-vre] 'bind :1' : unknown keyword 'ssl-min-vre'\n"},
    {F " bind 127.0.0.1\n", "8 [127.0.0.1] 'bind' : missing port specification in '127.0.0.1'\n"},
    {F " acl a src" W W W W W W " 1.1.1.1\n", ""}, /* 64 words */
    {F " acl a src" W W W W W W " 1.1.1.1 # x\n", "8 [ ] too many words, the most is 64\n"},
    {F " acl a src" W W W W W W " 1.1.1.1 2.2.2.2\n", "8 [2] too many words, the most is 64\n"},
    {F " acl a \"x\n", "8 [\"] unmatched quote\n"},
    {F " acl a \"${X\n", "8 [{] unmatched brace in environment variable name\n"},
    {F " description \\xg0\n", "8 [\\xg0] truncated or invalid hexadecimal sequence\n"},
    {F ".if version_atleast(2.4)\n bad\n.endif\n", "9 [bad] unknown keyword 'bad' in 'frontend' section\n"},
    {F ".if version_before(2.4)\n bad\n.endif\n", ""},
    {F ".if 0\n bad\n.else\n worse\n.endif\n", "11 [worse] unknown keyword 'worse' in 'frontend' section\n"},
    {F ".if 1\n", "8 [.if] non-terminated '.if' block\n"},
    {F ".endif\n", "8 [.endif] lone '.endif' with no matching '.if'\n"},
    {F " maxconn 1", "8 [1] missing LF on last line, file might have been truncated\n"},
    {"\xef\xbb\xbf" F, "1 [\xef\xbb\xbf] stray byte order mark, part of the first word\n"},
    {"defaults d\n acl a path /x\n http-request deny if a\n" F, ""},
    {"defaults d\n mode http\n acl a path /x\nfrontend f from d\n bind :1\n http-request deny if a\n",
     "6 [a] no such ACL : 'a'\n"},
    {"defaults d\n mode http\nfrontend f from d\n bind :1\n http-request deny if a\n", "5 [a] no such ACL : 'a'\n"},
    {"cache c\n total-max-size 4\n max-age\n process-vary x\n" F, ""}, /* warnings */
    {F "peers p\n bind\n", ""},
    {F " tcp-response content accept\n",
     "8 [tcp-response content] 'tcp-response content' is not allowed because frontend 'f' is not a backend\n"},
    {B " default_backend nope\n",
     "9 [nope] proxy 'b': unable to find required default_backend: 'nope'\n"}, /* ignored there, and looked for */
    {B " use_backend b if TRUE\n", "9 [b] proxy 'b': loop detected for use_backend: 'b'\n"},
    {B " option httpchk\n http-check expect hdr name -m beg\n", ""},
    {B " stick-table type ip size 1k\n stick-table type ip size 2k\n",
     "10 [stick-table] stick-table name 'b' conflicts with table declared in backend 'b'\n"},
    {B " stick-table type ip size 1k store gpc_rate(2,10s),conn_rate(10s),gpt(2)\n", ""},
    {B " stick-table type ip size 1k store conn_rate(10xs)\n",
     "9 [conn_rate(10xs)] stick-table: error when processing store option 'conn_rate'\n"},
    {B " stick-table type ip size 1k store conn_rate\n",
     "9 [conn_rate] stick-table: missing argument to store option 'conn_rate'\n"},
    {B " stick-table type ip size 1k store gpc0(1)\n",
     "9 [gpc0(1)] stick-table: unexpected argument to store option 'gpc0'\n"},
    {B " stick-table type ip size 1k store gpc(101)\n",
     "9 [gpc(101)] stick-table: array size is out of allowed range (1-100) for store option 'gpc'\n"},
    {F " http-request track-sc0 src table p/t\npeers p\n table t type ip size 1k\n", ""},
    {F " http-request track-sc0 src table p/u\npeers p\n table t type ip size 1k\n",
     "8 [p/u] proxy 'f': unable to find table 'p/u'\n"},
    {F " acl a src_get_gpc0 gt 1\n", "8 [src_get_gpc0] proxy 'f': unable to find table 'f'\n"},
    {F " acl a var(txn.x) -m found\n acl a var(txn.x),lower y\n", ""},
    {F " acl a var(txn.x) y\n",
     "8 [y] matching method must be specified first (using '-m') when using a sample fetch of this type ('var')\n"},
    {F " acl a fe_conn 99999999999999999999\n",
     "8 [99999999999999999999] '99999999999999999999' is neither a number nor a supported operator\n"},
    {F " http-request set-header X %[bin(abc)]\n",
     "8 [abc] invalid args in fetch method 'bin' : an even number of hex digits is expected\n"},
    {F " http-request set-header X %[src,be2dec(:,9)]\n",
     "8 [9] invalid args in converter 'be2dec' : chunk_size out of [1..8] range\n"},
    {F " http-request set-header X %[src,be2hex(:,0)]\n",
     "8 [0] invalid args in converter 'be2hex' : chunk_size needs to be positive\n"},
    {F " http-request set-header X %[src,be2hex(:,2,1)]\n", ""},
    {"global\n maxconn 10\n" B " server s 127.0.0.1:1 ssl\n",
     "11 [s] server 'b/s' : verify is enabled by default but no CA file specified\n"},
    {"global\n maxconn 10\n" B " default-server ssl\n server s 127.0.0.1:1\n",
     "12 [s] server 'b/s' : verify is enabled by default but no CA file specified\n"},
    {"global\n maxconn 10\n" B " default-server ssl\n server s 127.0.0.1:1 verify none\n", ""},
    {"global\n maxconn 10\n" B " disabled\n server s 127.0.0.1:1 ssl\n", ""},
    {B " server s 127.0.0.1:1 ssl\nglobal\n ssl-server-verify none\n", ""},
    {"global\n ssl-server-verify none\n" B " server s 127.0.0.1:1 ssl verify required\n",
     "11 [s] server 'b/s' : verify is enabled but no CA file specified\n"},
    {"cache c\n max-age 1\n" F, "1 [cache] size not specified for cache\n"},
};
enum { CONFIG_CASES = sizeof config_cases / sizeof *config_cases };

#undef W
#undef D
#undef F
#undef B

#endif
