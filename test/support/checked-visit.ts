import type { TestContext } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { agentOfHost } from '../../hub/store/ask/agent-of-host.ts'
import type { Store } from '../../hub/store/store.ts'
import { checkedScene, type NotedCheck } from './checked-scene.ts'
import { type ConsoleVisit, present, visit, type VisitParts } from './console-browser.ts'
import { tellStatus } from './coverage-scene.ts'

/** A window with room for all columns of the wall. */
export const WALL_WIDE: VisitParts = { options: { viewport: { width: 1440, height: 900 } } }

/** Opens the console of a hub whose hosts check services. */
export async function visitChecked(store: Store, context: TestContext, parts = WALL_WIDE): Promise<ConsoleVisit> {
  const visiting = await visit(store, context, parts)
  await checkedScene(store, present())
  return visiting
}

/** A host of the scene tells these checks, and no others. */
export async function tellChecks(store: Store, name: string, checks: readonly NotedCheck[]): Promise<void> {
  const agent = (await store.ask(agentOfHost, { host: `${name}.example.net` }))?.id ?? 0
  await tellStatus(store, name, agent, present(), checks)
}

/** The row of a host in the wall. */
export function wallRow(page: Page, name: string): Locator {
  return page.locator(`tr[data-host="${name}.example.net"]`)
}

/** The cell of a check in the wall. */
export function wallCell(page: Page, name: string, check: string): Locator {
  return wallRow(page, name).locator(`td.cell[title^="${check}: "]`)
}

/** The open check. */
export function openCheck(page: Page): Locator {
  return page.locator('.check-panel')
}
