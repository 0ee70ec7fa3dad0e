// Before the first and after the last test file (node --test-global-setup): the server that tests of the hub share.
import { type Postgresql, postgresqlPrograms, startPostgresql } from './postgresql.ts'

let server: Postgresql | undefined

/** Starts PostgreSQL if it is installed and a test of the hub is among the files. */
export async function globalSetup(): Promise<void> {
  const programs = postgresqlPrograms()
  if (programs === undefined || !process.argv.some((word) => /\/(?:hub|browser)\/|\*\*/.test(word))) return
  server = await startPostgresql(programs, ['fsync=off', 'synchronous_commit=off', 'shared_buffers=32MB'])
  process.env['SPOOR_TEST_POSTGRESQL'] = server.url
}

/** Stops it. */
export async function globalTeardown(): Promise<void> {
  await server?.stop()
}
