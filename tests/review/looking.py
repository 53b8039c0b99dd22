"""What an eye would find wrong with a page: text that is cut, buttons on top of each other, another language.

``FAULTS`` is run in the page and gives one line for each fault; what lies in a box that scrolls by itself, or is cut
with ``…`` on purpose, is none.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from playwright.sync_api import Page

SCREENS = Path(__file__).resolve().parents[2] / "build" / "screens"
"""Where pictures of the pages go if MINYI_SCREENS is set, to be looked at."""
FOREIGN = re.compile(r"[A-Za-z][A-Za-z.'-]+")
FORMATS = frozenset(("XLSX", "CSV", "JSONL", "JSON", "xlsx", "csv", "jsonl", "json", "SHA"))
PLAIN = FORMATS | {"WPS", "Excel", "Label", "Studio", "doccano", "Esc", "Shift"}
"""Names of formats, programs and keys, which Chinese offices write in Latin letters, too."""

FAULTS = """() => {
  const dialog = document.querySelector('dialog[open]')
  const root = dialog ?? document.body
  const wide = document.documentElement.clientWidth
  const faults = []
  const words = (e) => (e.innerText ?? '').trim().slice(0, 20)
  const name = (e) => `${e.tagName.toLowerCase()}${e.id ? '#' + e.id : ''}.${e.className} “${words(e)}”`
  const style = (e) => getComputedStyle(e)
  const box = (e) => e.getBoundingClientRect()
  const seen = (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    && box(e).width > 1 && box(e).height > 1 && !e.closest('.unseen')
  const above = (e) => { const all = []; for (let up = e; up; up = up.parentElement) all.push(up); return all }
  const scrolls = (e) => /auto|scroll/.test(style(e).overflowX + style(e).overflowY)
  const stuck = (e) => above(e).find((up) => /sticky|fixed/.test(style(up).position)) ?? null
  const hasText = (e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim())
  const shown = (e, rect) => above(e).slice(1).filter(scrolls).every((up) => {
    const b = box(up)
    return rect.right > b.left + 1 && rect.left < b.right - 1 && rect.bottom > b.top + 1 && rect.top < b.bottom - 1
  })

  if (document.documentElement.scrollWidth > wide) faults.push(`页面宽于窗口：${document.documentElement.scrollWidth}`)
  const all = [...root.querySelectorAll('*')].filter((e) => seen(e) && !e.closest('svg, select, option'))
  for (const e of all.filter(hasText)) {
    const s = style(e)
    const boxed = s.display !== 'inline' && !e.matches('input, textarea, progress')
    if (boxed && !/auto|scroll/.test(s.overflowX) && s.textOverflow !== 'ellipsis'
        && e.scrollWidth > e.clientWidth + 1) faults.push(`文字过宽：${name(e)}`)
    if (boxed && /hidden|clip/.test(s.overflowY) && s.webkitLineClamp === 'none' && s.textOverflow !== 'ellipsis'
        && e.scrollHeight > e.clientHeight + 2) faults.push(`文字过高：${name(e)}`)
    const outside = box(e).right > wide + 1 || box(e).left < -1
    if (outside && !above(e).some(scrolls)) faults.push(`在窗口之外：${name(e)}`)
    const clip = above(e).slice(1).find((up) => /hidden|clip/.test(style(up).overflowX) || scrolls(up))
    if (clip && !scrolls(clip) && style(clip).textOverflow !== 'ellipsis' && style(clip).webkitLineClamp === 'none'
        && (box(e).right > box(clip).right + 1 || box(e).bottom > box(clip).bottom + 1)) {
      faults.push(`被裁去：${name(e)}`)
    }
  }
  const buttons = [...root.querySelectorAll('a, button, input, select, textarea, summary')].filter(seen)
  const rects = buttons.flatMap((e) => [...e.getClientRects()].filter((r) => shown(e, r)).map((r) => [e, r]))
  rects.sort((one, other) => one[1].top - other[1].top)
  rects.forEach(([one, a], at) => {
    for (const [other, b] of rects.slice(at + 1)) {
      if (b.top >= a.bottom) break
      if (one === other || one.contains(other) || other.contains(one) || stuck(one) !== stuck(other)) continue
      const over = Math.min(a.right, b.right) - Math.max(a.left, b.left)
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
      if (over > 1 && high > 1) faults.push(`重叠：${name(one)} 与 ${name(other)}`)
    }
  })
  return [...new Set(faults)]
}"""

WORDS = """() => {
  const copy = document.querySelector('dialog[open]') ?? document.body
  const hidden = [...copy.querySelectorAll('kbd, code, .code, [lang=en]')].filter((e) => e.style.display !== 'none')
  const texts = []
  const walk = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT)
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement
    if (e.checkVisibility() && !hidden.some((one) => one.contains(e)) && !e.closest('dialog:not([open])')) {
      texts.push(walk.currentNode.textContent)
    }
  }
  for (const e of copy.querySelectorAll('[title], [placeholder], [aria-label], [alt]')) {
    for (const key of ['title', 'placeholder', 'aria-label', 'alt']) texts.push(e.getAttribute(key) ?? '')
  }
  texts.push(document.title)
  return texts
}"""


def faults(page: Page) -> list[str]:
    """What is cut, lies outside of the window, or lies on something else."""
    found: list[str] = page.evaluate(FAULTS)
    return found


def foreign_words(page: Page, known: frozenset[str] = frozenset()) -> set[str]:
    """Latin words that people read on the page, without those that are known to be right."""
    found = {word.strip(".'-") for text in page.evaluate(WORDS) for word in FOREIGN.findall(text)}
    return {word for word in found if len(word) > 1} - PLAIN - known


def picture(page: Page, name: str) -> None:
    """Keeps a picture of the page, if pictures are wanted: of all of it, unless a window or an item covers it."""
    if os.environ.get("MINYI_SCREENS"):
        SCREENS.mkdir(parents=True, exist_ok=True)
        covered = page.locator("#desk, dialog[open]").count() > 0
        page.screenshot(path=SCREENS / f"{name}.png", full_page=not covered)
