import { chownSync } from 'node:fs'
import { join } from 'node:path'
import { type Daemon, NOBODY_ID, processCheck } from '../daemon.ts'

/** Redis, which speaks TLS at a second port. */
export const redis: Daemon = {
  name: 'redis',
  needs: { '/usr/bin/redis-server': 'redis-server' },
  lay: async ({ folder, certificates: { ending } }) => {
    chownSync(folder, NOBODY_ID, NOBODY_ID)
    const settings = {
      bind: '127.0.0.1',
      port: '6379',
      'tls-port': '6380',
      'tls-cert-file': ending.cert,
      'tls-key-file': ending.key,
      'tls-ca-cert-file': ending.cert,
      'tls-auth-clients': 'no',
      unixsocket: join(folder, 'socket'),
      requirepass: 'password-4711',
      save: '',
      dir: folder,
    }
    const words = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value])
    return { argv: ['/usr/bin/redis-server', ...words], isNobody: true }
  },
  checks: (folder) => [
    {
      name: 'redis',
      keys: 'type: tcp, service: redis',
      up: /^127\.0\.0\.1:6379 said -NOAUTH /,
      hung: /^127\.0\.0\.1:6379 did not say PONG in time$/,
      place: 6379,
    },
    {
      name: 'redis-tls',
      keys: 'type: tcp, service: redis, port: 6380, tls: true',
      up: /^127\.0\.0\.1:6380 said -NOAUTH /,
      certificate: 'ending',
      hung: /^127\.0\.0\.1:6380 did not finish the handshake of TLS in time$/,
      place: 6380,
    },
    {
      name: 'redis-socket',
      keys: `type: tcp, service: redis, socket: ${join(folder, 'socket')}`,
      up: /socket said -NOAUTH /,
      hung: /socket did not say PONG in time$/,
      killed: /socket refused the connection: nobody listens at this socket/,
      place: join(folder, 'socket'),
    },
    processCheck('redis-server', 'nobody'),
  ],
}

/** memcached. */
export const memcached: Daemon = {
  name: 'memcached',
  needs: { '/usr/bin/memcached': 'memcached' },
  lay: async () => ({ argv: ['/usr/bin/memcached', '-l', '127.0.0.1'], isNobody: true }),
  checks: () => [
    {
      name: 'memcached',
      keys: 'type: tcp, service: memcached',
      up: /^127\.0\.0\.1:11211 said VERSION \d/,
      hung: /^127\.0\.0\.1:11211 did not say its version in time$/,
      place: 11_211,
    },
    processCheck('memcached', 'nobody'),
  ],
}
