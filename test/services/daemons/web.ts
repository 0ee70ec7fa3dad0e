import { globSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Daemon, NO_HANDSHAKE, portCheck, processCheck, socketCheck } from '../daemon.ts'

/** Apache with a site, a page that leads elsewhere, and TLS. */
export const apache: Daemon = {
  name: 'apache',
  needs: { '/usr/sbin/apache2': 'apache2-bin' },
  lay: async ({ folder, certificates: { ended } }) => {
    mkdirSync(join(folder, 'site'))
    writeFileSync(join(folder, 'site/index.html'), '<!doctype html><title>Shop</title><p>Welcome</p>\n')
    const config = join(folder, 'apache.conf')
    const modules = ['mpm_event', 'authz_core', 'dir', 'alias', 'ssl', 'socache_shmcb'].map(
      (name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`,
    )
    const lines = [
      ...modules,
      `ServerRoot ${folder}`,
      `DefaultRuntimeDir ${folder}`,
      `PidFile ${folder}/pid`,
      `ErrorLog ${folder}/error.log`,
      'ServerName www.example.com',
      'User www-data',
      'Group www-data',
      'Listen 127.0.0.1:80',
      'Listen 127.0.0.1:81',
      'Listen [::1]:80',
      'Listen 127.0.0.1:443',
      `DocumentRoot ${folder}/site`,
      'DirectoryIndex index.html',
      'Redirect /old https://www.example.com/start',
      `SSLCertificateFile ${ended.cert}`,
      `SSLCertificateKeyFile ${ended.key}`,
      '<VirtualHost 127.0.0.1:443>\nSSLEngine on\n</VirtualHost>',
    ]
    writeFileSync(config, `${lines.join('\n')}\n`)
    return { argv: ['/usr/sbin/apache2', '-f', config, '-DFOREGROUND'] }
  },
  checks: () => [
    portCheck('site', 'type: http, url: "http://127.0.0.1/", contains: Welcome', {
      port: 80,
      silence: 'answer',
      up: /^http:\/\/127\.0\.0\.1 answered with 200$/,
    }),
    {
      name: 'site-v6',
      keys: 'type: http, url: "http://[::1]/", method: OPTIONS',
      up: /^http:\/\/\[::1\] answered with 200$/,
      hung: /^\[::1\]:80 did not answer in time$/,
      killed: /^\[::1\]:80 refused the connection/,
    },
    portCheck('site-tls', 'type: http, url: "https://www.example.com/", address: 127.0.0.1, contains: Welcome', {
      port: 443,
      silence: NO_HANDSHAKE,
      up: /^https:\/\/www\.example\.com answered with 200$/,
      certificate: 'ended',
    }),
    portCheck(
      'redirect',
      'type: http, url: "http://127.0.0.1:81/old", status: "302", redirect: "https://www.example.com/start"',
      {
        port: 81,
        silence: 'answer',
        up: /^http:\/\/127\.0\.0\.1:81 answered with 302 and led to https:\/\/www\.example\.com\/start$/,
      },
    ),
    processCheck('apache2', 'root'),
  ],
}

/** nginx, as a proxy in front of a site often is. */
export const nginx: Daemon = {
  name: 'nginx',
  needs: { '/usr/sbin/nginx': 'nginx-light' },
  lay: async ({ folder, certificates: { ending } }) => {
    const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    const config = join(folder, 'nginx.conf')
    const lines = [
      'user www-data;',
      'worker_processes 2;',
      'daemon off;',
      `pid ${folder}/pid;`,
      `error_log ${folder}/error.log;`,
      'events {}',
      'http {',
      'access_log off;',
      ...paths.map((name) => `${name}_temp_path ${folder}/${name};`),
      'server { listen 127.0.0.1:8080; location / { return 200 "Welcome\\n"; } }',
      'server { listen 127.0.0.1:8081; location / { return 410; } }',
      `server { listen 127.0.0.1:8443 ssl; ssl_certificate ${ending.cert}; ssl_certificate_key ${ending.key};`,
      'location / { return 200 "Welcome\\n"; } }',
      '}',
    ]
    writeFileSync(config, `${lines.join('\n')}\n`)
    return { argv: ['/usr/sbin/nginx', '-p', folder, '-e', 'stderr', '-c', config] }
  },
  checks: () => [
    portCheck('proxy', 'type: http, url: "http://127.0.0.1:8080/", contains: Welcome', {
      port: 8080,
      silence: 'answer',
      up: /^http:\/\/127\.0\.0\.1:8080 answered with 200$/,
    }),
    portCheck('proxy-tls', 'type: http, url: "https://127.0.0.1:8443/", method: HEAD', {
      port: 8443,
      silence: NO_HANDSHAKE,
      up: /^https:\/\/127\.0\.0\.1:8443 answered with 200$/,
      certificate: 'ending',
    }),
    portCheck('gone', 'type: http, url: "http://127.0.0.1:8081/gone", status: "410"', {
      port: 8081,
      silence: 'answer',
      up: /^http:\/\/127\.0\.0\.1:8081 answered with 410$/,
    }),
    processCheck('nginx', 'root'),
  ],
}

/** PHP-FPM with a pool that answers pings, and one that does not. */
export const phpFpm: Daemon = {
  name: 'php-fpm',
  needs: { '/usr/sbin/php-fpm*': 'php-fpm' },
  lay: async ({ folder }) => {
    const [program = ''] = globSync('/usr/sbin/php-fpm*').toSorted().toReversed()
    const config = join(folder, 'fpm.conf')
    const pool = ['user = www-data', 'group = www-data', 'pm = static', 'pm.max_children = 1']
    const lines = [
      '[global]',
      `error_log = ${folder}/fpm.log`,
      `pid = ${folder}/pid`,
      '[shop]',
      ...pool,
      `listen = ${folder}/socket`,
      'listen.mode = 0666',
      'ping.path = /ping',
      '[plain]',
      ...pool,
      'listen = 127.0.0.1:9000',
    ]
    writeFileSync(config, `${lines.join('\n')}\n`)
    return { argv: [program, '-F', '-n', '-y', config] }
  },
  checks: (folder) => [
    socketCheck('php', 'type: fastcgi', {
      socket: join(folder, 'socket'),
      silence: 'say an answer in FastCGI',
      up: /socket answered pong$/,
    }),
    portCheck('php-plain', 'type: fastcgi', {
      port: 9000,
      silence: 'say an answer in FastCGI',
      up: /^127\.0\.0\.1:9000 answered 404 Not Found$/,
    }),
  ],
}
