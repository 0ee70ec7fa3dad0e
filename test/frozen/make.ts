// Freezes what this version leaves on a disk: `npm run --silent node -- test/frozen/make.ts`. What is there stays.
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawnAgent } from '../support/agent-process.ts'
import { live } from './history.ts'
import { freeze, frozen } from './ice.ts'
import { record } from './record.ts'
import { serverIn } from './server.ts'

// Its configurations are put into `config/` by hand before.
const { stdout } = await spawnAgent(['--version']).exited
const version = /\d+\.\d+\.\d+/.exec(stdout)?.[0] ?? ''
if (existsSync(frozen(version, 'server'))) throw new Error(`${version} is frozen already, and never made anew.`)
const folder = await mkdtemp(join(tmpdir(), 'spoor-frozen-'))
await mkdir(join(folder, 'server'))
await live(serverIn(join(folder, 'server'), spawnAgent), frozen(version, 'later'))
await freeze(version, join(folder, 'server'))
await rm(folder, { recursive: true })
await record(version)
