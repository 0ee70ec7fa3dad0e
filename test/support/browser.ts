import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

/** Debian's package chromium-headless-shell: the same browser without its own windows, for a fifth less work a page. */
const SHELL = '/usr/bin/chromium-headless-shell'

/** Debian's Chromium, as the shell if that is installed; another one by SPOOR_CHROMIUM. */
export const { SPOOR_CHROMIUM = existsSync(SHELL) ? SHELL : '/usr/bin/chromium' } = process.env

/** Starts a browser, without its sandbox: tests run as root. */
export function launchBrowser(env: NodeJS.ProcessEnv = {}): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-gpu']
  return chromium.launch({ executablePath: SPOOR_CHROMIUM, args, env: { ...process.env, ...env } })
}
