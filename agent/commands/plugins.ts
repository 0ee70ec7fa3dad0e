import { createServer } from 'node:net'
import type { Command } from '../../lib/command-line/command.ts'
import { elapsed } from '../../lib/system/clock.ts'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { type User, userNamed } from '../../lib/system/users/passwd.ts'
import { loadConfig } from '../config/load.ts'
import { servePlugins } from '../plugins/plugin-server.ts'
import { PLUGIN_USER } from '../program.ts'
import { CONFIG_OPTION, configFile } from './config-option.ts'

/** Where systemd leaves the first socket (sd_listen_fds(3)). */
const FIRST = 3

/** Milliseconds without a plugin after which nobody needs this process; systemd listens on. */
const IDLE = 600_000

/** Runs plugins for the watcher; its unit calls it when somebody connects to the socket. */
export const plugins: Command = {
  usage: 'plugins',
  summary: 'Run the plugins of checks of type command, apart from the watcher; the unit calls this.',
  options: [CONFIG_OPTION],
  examples: ['plugins'],
  run: async (_args, options, { signal }) => {
    const { LISTEN_PID: pid, LISTEN_FDS: count } = process.env
    if (pid !== String(process.pid) || count !== '1')
      throw new ActionNeeded(
        'plugins: systemd calls this when a check needs it; start what waits for that: systemctl start spoor-agent-plugins.socket',
        EXIT.usage,
      )
    const server = createServer().listen({ fd: FIRST })
    const checks = async () => (await loadConfig(configFile(options))).config.watch?.checks ?? []
    await servePlugins(server, { checks, user: pluginUser, elapsed, signal, idle: IDLE })
    return EXIT.ok
  },
}

/** Whoever is not root can become nobody else: then plugins run as that user does. */
function pluginUser(): User | undefined {
  if (process.geteuid?.() !== 0) return undefined
  const user = userNamed(PLUGIN_USER)
  if (user === undefined || user.uid === 0)
    throw new ActionNeeded(`there is no user ${PLUGIN_USER}, as whom plugins run; install the package again`)
  return user
}
