/** What an unfilled template leaves: `${NAME}`, `{{ name }}`, `<%= name %>`, `@NAME@`, `%NAME%`, `__NAME__`. */
const TEMPLATES: readonly RegExp[] = [
  /\$\{[\w.:-]+\}/,
  /\{\{[^{}]*\}\}/,
  /<%[^<%>]*%>/,
  /^\$[a-z_]\w*$/i,
  /^\$\([^()]+\)$|^`[^`]+`$/,
  /^(?:@[a-z_]{2,}@|%[a-z_]{2,}%|__[a-z_]+)$/i,
]

/** What people write in place of a value: `<your id>`, `REPLACE_ME`, `INSERT_ID_HERE`, `changeme123`, `xxx`. */
const WORDS: readonly RegExp[] = [
  /^<[^<>]*>$|^\[[a-z][a-z _-]*\]$/i,
  /^(?:[x*#?._-]{3,}|\u2026+)$/i,
  /^(?:replace|change|fill)[-_ ]?(?:me|this|in)/i,
  /^(?:insert|enter|paste|put|set)[-_ ](?:me|here|(?:your[-_ ])?(?:api[-_ ])?(?:id|identifier|key|secret|token)[-_ ]here)$/i,
  /^(?:your|my)[-_ ]?(?:own[-_ ]?)?(?:api[-_ ]?)?(?:id|identifier|secret|key|token|password|host|server|domain|company|site)(?![a-z])/i,
  /^(?:changeit|fixme|todo|tbd|placeholder|dummy|example|inserthere|none|null|nil|undefined|secret|password|identifier)$/i,
]

/** Host names that no API can have (RFC 2606, RFC 6761). */
const RESERVED = /(?:^|\.)(?:example|invalid|example\.(?:com|net|org))$/i

/** Whether a text is a placeholder for an identifier or a secret. Random ones are never taken for placeholders. */
export function isPlaceholder(text: string): boolean {
  return [...TEMPLATES, ...WORDS].some((pattern) => pattern.test(text))
}

/** Whether a host name, or one of its labels, is a placeholder. */
export function isPlaceholderHost(name: string): boolean {
  return (
    RESERVED.test(name) || isPlaceholder(name) || name.split('.').some((part) => part !== '' && isPlaceholder(part))
  )
}
