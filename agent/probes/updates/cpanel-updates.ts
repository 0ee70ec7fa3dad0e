import { join } from 'node:path'
import { readRegularFileSync } from '../../../lib/system/files/regular-file.ts'
import { said } from '../wire/said.ts'

/**
 * What is to be known of cPanel's own updates, in words; undefined where there is no cPanel, or its updates come by
 * themselves. Source: /usr/local/cpanel/version, and /etc/cpupdate.conf: `CPANEL` is a tier or a version, `UPDATES` is
 * daily, manual or never.
 */
export function cpanelFinding(root: string): string | undefined {
  const version = textOf(root, 'usr/local/cpanel/version')?.trim()
  if (version === undefined) return undefined
  const lines = (textOf(root, 'etc/cpupdate.conf') ?? '').split('\n')
  const valueOf = (key: string): string =>
    lines
      .find((line) => line.startsWith(`${key}=`))
      ?.slice(key.length + 1)
      .trim() ?? ''
  const updates = valueOf('UPDATES')
  const facts = [
    ...(/^(?:never|manual)$/.test(updates) ? [`is updated ${updates === 'never' ? 'never' : 'by hand'}`] : []),
    ...(/^\d/.test(valueOf('CPANEL')) ? [`stays at ${valueOf('CPANEL')}`] : []),
  ]
  return facts.length === 0 ? undefined : said(Buffer.from(`cPanel ${version} ${facts.join(' and ')}`), 120)
}

function textOf(root: string, path: string): string | undefined {
  try {
    return readRegularFileSync(join(root, path), { most: 64 * 1024 }).text
  } catch {
    return undefined
  }
}
