// What Streamlit's containers cannot be told: that the film and its buttons are one article, by the
// name of its caption.
{
  const name = () => {
    for (const film of document.querySelectorAll("[class*='st-key-card_'] .film[data-caption]")) {
      const card = film.closest("[class*='st-key-card_']")
      if (card.getAttribute("aria-label") === film.dataset.caption) continue
      card.setAttribute("role", "article")
      card.setAttribute("aria-label", film.dataset.caption)
    }
  }
  new MutationObserver(name).observe(document.body, { childList: true, subtree: true })
}
