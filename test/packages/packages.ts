// `npm run test:packages`: builds the packages, signs them, and installs, starts, upgrades, kills, fills and removes
// them in a machine with its own systemd. Needs root and Debian; installs missing tools.
import assert from 'node:assert/strict'
import { checkArtefacts } from './artefacts.ts'
import { Checks } from './checks.ts'
import { Container } from './container.ts'
import { Flow } from './flow.ts'
import { hubWithApt, hubWithDnf } from './hub-lives.ts'
import { checkDebImage, checkRpmImage } from './images.ts'
import { liveWithApt, liveWithDnf } from './lives.ts'
import { buildStock, throwAwayKey } from './stock.ts'
import { installTools, whyNot } from './tools.ts'

/** Runs everything; `after` gets what must be cleaned up, whatever happens. */
async function testPackages(checks: Checks, after: AsyncDisposableStack): Promise<void> {
  checks.section('Tools and packages')
  await checks.need('the tools are there', async () => installTools())
  const stock = await checks.need('two versions are built, packed, signed and put into repositories', buildStock)
  after.defer(stock.remove)
  await checks.check('a key that EL 8 cannot read is refused', () => assert.rejects(throwAwayKey('ed25519'), /not RSA/))
  await checkArtefacts(checks, stock, stock.agent)
  await checkArtefacts(checks, stock, stock.hub)
  await checkRpmImage(checks, stock)
  const container = await Container.create(stock.folder)
  after.defer(() => container.remove())
  await checkDebImage(checks, container, stock)
  await container.boot()
  const flow = await Flow.into(container)
  after.defer(() => flow.remove())
  await flow.open()
  await liveWithApt({ checks, container, flow }, stock)
  await hubWithApt({ checks, container }, stock)
  await liveWithDnf({ checks, container, flow }, stock)
  await hubWithDnf({ checks, container }, stock)
}

const obstacle = whyNot()
if (obstacle === undefined) {
  const checks = new Checks()
  const after = new AsyncDisposableStack()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    // Not `once`: without a permanent listener, signal-exit, part of a dependency, ends the process before the cleanup.
    process.on(signal, () => void after.disposeAsync().finally(() => process.exit(1)))
  }
  try {
    await testPackages(checks, after)
  } finally {
    await after.disposeAsync()
  }
  checks.end()
} else {
  process.stdout.write(`skipped: ${obstacle}\n`)
}
