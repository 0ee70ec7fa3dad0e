import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Daemon, portCheck, processCheck } from '../daemon.ts'

const ZONE = `$TTL 60
@ IN SOA ns1.example.com. hostmaster.example.com. 1 3600 600 86400 60
@ IN NS ns1.example.com.
@ IN MX 10 mail.example.com.
@ IN TXT "v=spf1 mx -all"
ns1 IN A 192.0.2.53
mail IN A 192.0.2.25
www IN A 192.0.2.1
www IN A 192.0.2.2
www IN AAAA 2001:db8::1
`

/** The name server of BIND, with the zone example.com. */
export const named: Daemon = {
  name: 'named',
  needs: { '/usr/sbin/named': 'bind9' },
  lay: async ({ folder }) => {
    chmodSync(folder, 0o777)
    writeFileSync(join(folder, 'zone'), ZONE)
    const config = join(folder, 'named.conf')
    const text = `
options {
  directory "${folder}";
  listen-on { 127.0.0.1; };
  listen-on-v6 { ::1; };
  pid-file none;
  session-keyfile none;
  recursion no;
  dnssec-validation no;
};
controls { };
zone "example.com" { type primary; file "${folder}/zone"; };
`
    writeFileSync(config, text)
    return { argv: ['/usr/sbin/named', '-g', '-c', config, '-u', 'bind', '-n', '1'] }
  },
  checks: () => [
    portCheck('dns', 'type: dns', {
      port: 53,
      silence: 'answer over UDP',
      up: /^127\.0\.0\.1:53 answered refused \(5\) over UDP$/,
    }),
    {
      name: 'dns-zone',
      keys: 'type: dns, query: www.example.com, record: A, answer: [192.0.2.1, 192.0.2.2], authoritative: true',
      up: /^127\.0\.0\.1:53 answered with 192\.0\.2\.[12], 192\.0\.2\.[12] over UDP$/,
      hung: /^127\.0\.0\.1:53 did not answer over UDP in time$/,
      killed: /^127\.0\.0\.1:53 refused the connection/,
    },
    {
      name: 'dns-tcp-v6',
      keys: 'type: dns, host: "::1", query: example.com, record: TXT, answer: "v=spf1 mx -all", transport: tcp',
      up: /^\[::1\]:53 answered with v=spf1 mx -all over TCP$/,
      hung: /^\[::1\]:53 did not say an answer over TCP in time$/,
      killed: /^\[::1\]:53 refused the connection/,
    },
    processCheck('named', 'bind'),
  ],
}
