import type { Command, Io, Options } from '../../lib/command-line/command.ts'
import { readSecretFile } from '../../lib/settings/secret-file.ts'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import { urlsOfHosts } from '../config/database-url.ts'
import type { PostgresStore } from '../store/postgres/postgres-store.ts'
import { refuseOtherSchema } from '../store/schema/migrations.ts'
import { SqliteStore } from '../store/sqlite/sqlite-store.ts'
import { withBareStore } from './command-store.ts'
import { CONFIG_OPTION, configFile } from './config-option.ts'
import { loadAsService } from './service-user.ts'

/** `spoor-hub move`: from the embedded store to PostgreSQL, while the hub runs. */
export const move: Command = {
  usage: 'move',
  summary: 'Move the embedded store to an empty PostgreSQL database, while the hub runs.',
  options: [
    CONFIG_OPTION,
    { flags: '--to <url>', text: 'The database: postgresql://USER@HOST/DATABASE, without a password.' },
    { flags: '--to-password-file <file>', text: 'The file with the password for it.' },
    { flags: '--yes', text: 'With --cancel: without asking the database whether a hub works on it.' },
    { flags: '--cancel', text: 'Give a move up: the embedded store takes reports again, as it was then.' },
  ],
  examples: ['move --to postgresql://spoor@db.example.com/spoor --to-password-file ./store.password', 'move --cancel'],
  run: async (_args, options, io) => {
    const config = await loadAsService(configFile(options))
    if ('url' in config.store) throw new ActionNeeded('the store is in PostgreSQL already', EXIT.usage)
    const { folder } = config.store
    await withBareStore(config, async (from) => {
      if (!(from instanceof SqliteStore)) return
      const schema = await from.schema()
      if (schema.isEmpty) await from.prepare(Math.floor(Date.now() / 1000))
      else refuseOtherSchema(schema)
      if (options['cancel'] === true) await giveUp(from, folder, options, io)
      else await moveTo(from, folder, options, io)
    })
    return EXIT.ok
  },
}

async function giveUp(from: SqliteStore, folder: string, options: Options, { stdout }: Io): Promise<void> {
  const { cancelMove, movedTo } = await import('../store/move/cancel-move.ts')
  const url = await movedTo({ from, folder })
  if (options['yes'] === true) await from.reopen()
  else await withDatabase(url, options, (to) => cancelMove({ from, to, folder }))
  stdout.write(`${folder}: the store takes reports again.\n`)
}

async function moveTo(from: SqliteStore, folder: string, options: Options, { stdout }: Io): Promise<void> {
  const { to: url } = options
  if (typeof url !== 'string' || urlsOfHosts(url) === undefined)
    throw new ActionNeeded('move: write --to postgresql://USER@HOST[:PORT]/DATABASE, without a password', EXIT.usage)
  const { moveStore } = await import('../store/move/move-store.ts')
  const now = Math.floor(Date.now() / 1000)
  const progress = (events: number): void => void (events % 100_000 === 0 && stdout.write(`${events} events copied\n`))
  const events = await withDatabase(url, options, (to) => moveStore({ from, to, folder, url, now, progress }))
  stdout.write(
    `${events} events copied; everything is in the database now. Agents wait until the hub uses it: write store: ${plainText(url)}, with store_password_file, and restart the hub.\n`,
  )
}

async function withDatabase<T>(
  url: string,
  { 'to-password-file': file }: Options,
  work: (to: PostgresStore) => Promise<T>,
): Promise<T> {
  const password = typeof file === 'string' ? await readSecretFile(file) : undefined
  const { PostgresStore } = await import('../store/postgres/postgres-store.ts')
  const to = new PostgresStore({ url, password })
  try {
    return await work(to)
  } finally {
    await to.close()
  }
}
