import { type Browser, chromium } from 'playwright-core'

/** Debian's Chromium; another one by SPOOR_CHROMIUM. */
export const { SPOOR_CHROMIUM = '/usr/bin/chromium' } = process.env

/** Starts a browser, without its sandbox: tests run as root. */
export function launchBrowser(env: NodeJS.ProcessEnv = {}): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-gpu']
  return chromium.launch({ executablePath: SPOOR_CHROMIUM, args, env: { ...process.env, ...env } })
}
