// `npm run test:packages`: builds the packages, signs them, and installs, starts, upgrades, kills, fills and removes them in a
// machine with a systemd of its own. Takes root and a Debian; installs the tools that are missing.
import { checkArtefacts } from './artefacts.ts'
import { Checks } from './checks.ts'
import { Container } from './container.ts'
import { Flow } from './flow.ts'
import { checkDebImage, checkRpmImage } from './images.ts'
import { liveWithApt, liveWithDnf } from './lives.ts'
import { buildStock, type Stock } from './stock.ts'
import { installTools, whyNot } from './tools.ts'

async function live(checks: Checks, stock: Stock): Promise<void> {
  const container = await Container.create(stock.folder)
  try {
    await checkDebImage(checks, container, stock)
    await container.boot()
    const flow = await Flow.into(container)
    try {
      await flow.open()
      await liveWithApt({ checks, container, flow }, stock)
      await liveWithDnf({ checks, container, flow }, stock)
    } finally {
      await flow.remove()
    }
  } finally {
    await container.remove()
  }
}

const obstacle = whyNot()
if (obstacle === undefined) {
  const checks = new Checks()
  checks.section('Tools and packages')
  await checks.check('the tools are there', async () => installTools())
  const stocks: Stock[] = []
  await checks.check('two versions are built, packed, signed and put into repositories', async () => {
    stocks.push(await buildStock())
  })
  for (const stock of stocks) {
    try {
      await checkArtefacts(checks, stock)
      await checkRpmImage(checks, stock)
      await live(checks, stock)
    } finally {
      await stock.remove()
    }
  }
  checks.end()
} else {
  process.stdout.write(`skipped: ${obstacle}\n`)
}
