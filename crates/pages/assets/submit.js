document.getElementById("verder").submit();
