import { chownSync } from 'node:fs'
import { join } from 'node:path'
import { type Daemon, NO_HANDSHAKE, NOBODY_ID, portCheck, processCheck, socketCheck } from '../daemon.ts'

const REDIS = 'type: tcp, service: redis'

/** It works, and wants a password first. */
const LOCKED = / said -NOAUTH /

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
    portCheck('redis', REDIS, { port: 6379, silence: 'say PONG', up: LOCKED }),
    portCheck('redis-tls', `${REDIS}, port: 6380, tls: true`, {
      port: 6380,
      silence: NO_HANDSHAKE,
      up: LOCKED,
      certificate: 'ending',
    }),
    socketCheck('redis-socket', REDIS, { socket: join(folder, 'socket'), silence: 'say PONG', up: LOCKED }),
    processCheck('redis-server', 'nobody'),
  ],
}

/** memcached. */
export const memcached: Daemon = {
  name: 'memcached',
  needs: { '/usr/bin/memcached': 'memcached' },
  lay: async () => ({ argv: ['/usr/bin/memcached', '-l', '127.0.0.1'], isNobody: true }),
  checks: () => [
    portCheck('memcached', 'type: tcp, service: memcached', {
      port: 11_211,
      silence: 'say its version',
      up: / said VERSION \d/,
    }),
    processCheck('memcached', 'nobody'),
  ],
}
