// Made by scripts/gen-kernels.ts of src/kernels/determinant.ts.
export const determinant = `func @kernel.determinant(%0: mem<f64>, %1: mem<f64>, %2: i32, %3: i32) -> () disjoint {
%4 = mul %3, %3
%5 = const i32 0
%6 = alloc mem<f64> %4
%7 = const f64 1
%8 = const i32 1
%9 = add %3, %8
%10 = mul %3, %9
%11 = alloc mem<f64> %10
%12 = alloc mem<f64> %3
%13 = const f64 0
for {step: 1} %5, %2 { (%14: i32)
%15 = mul %14, %3
%16 = mul %15, %3
for {step: 1} %5, %4 { (%17: i32)
%18 = add %16, %17
%19 = load %0, %18
store %6, %17, %19
yield
}
for {step: 1} %5, %4 { (%20: i32)
%21 = load %6, %20
store %11, %20, %21
yield
}
for {step: 1} %5, %3 { (%22: i32)
%23 = to_f64 %22
%24 = add %4, %22
store %11, %24, %23
yield
}
for {step: 1} %5, %3 { (%25: i32)
%26 = mul %25, %3
%27 = add %26, %25
%28 = load %11, %27
%29 = abs %28
%30 = add %25, %8
%31, %32 = for {step: 1} %30, %3, %29, %25 { (%33: i32, %34: f64, %35: i32)
%36 = mul %33, %3
%37 = add %36, %25
%38 = load %11, %37
%39 = abs %38
%40 = gt %39, %34
%41 = select %40, %39, %34
%42 = select %40, %33, %35
yield %41, %42
}
%43 = ne %32, %25
if %43 {
%44 = mul %32, %3
for {step: 1} %5, %3 { (%45: i32)
%46 = add %26, %45
%47 = load %11, %46
%48 = add %44, %45
%49 = load %11, %48
store %11, %46, %49
store %11, %48, %47
yield
}
%50 = add %4, %25
%51 = load %11, %50
%52 = add %4, %32
%53 = load %11, %52
store %11, %50, %53
store %11, %52, %51
yield
} {
yield
}
%54 = load %11, %27
%55 = ne %54, %13
if %55 {
for {step: 1} %30, %3 { (%56: i32)
%57 = mul %56, %3
%58 = add %57, %25
%59 = load %11, %58
%60 = div %59, %54
store %11, %58, %60
for {step: 1} %30, %3 { (%61: i32)
%62 = add %57, %61
%63 = load %11, %62
%64 = add %26, %61
%65 = load %11, %64
%66 = mul %60, %65
%67 = sub %63, %66
store %11, %62, %67
yield
}
yield
}
yield
} {
yield
}
yield
}
%68 = for {step: 1} %5, %3, %7 { (%69: i32, %70: f64)
%71 = mul %69, %3
%72 = add %71, %69
%73 = load %11, %72
%74 = mul %70, %73
yield %74
}
for {step: 1} %5, %3 { (%75: i32)
%76 = add %4, %75
%77 = load %11, %76
store %12, %75, %77
yield
}
%78 = for {step: 1} %5, %3, %68 { (%79: i32, %80: f64)
%81 = to_f64 %79
%82 = loop %80 { (%83: f64)
%84 = load %12, %79
%85 = ne %84, %81
%86 = if %85 {
%87 = clamp_i32 %84
%88 = load %12, %87
store %12, %79, %88
store %12, %87, %84
%89 = neg %83
yield %89
} {
yield %83
}
yield %85, %86
}
yield %82
}
store %1, %14, %78
yield
}
return
}
`;
