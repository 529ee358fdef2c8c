document.documentElement.classList.add("js");
try {
  const theme = localStorage.getItem("labeler-theme");
  if (theme) document.documentElement.dataset.theme = theme;
} catch { /* no storage for local files: the system's theme it is */ }
