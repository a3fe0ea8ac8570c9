// Before a page is shown: what its reader chose to see. (It is a file of its own, because pages allow no script in them.)
try {
  for (const name of ["palette", "links"]) {
    const value = localStorage.getItem(name);
    if (value) document.documentElement.dataset[name] = value;
  }
} catch {
  // The browser lets the page remember nothing.
}
